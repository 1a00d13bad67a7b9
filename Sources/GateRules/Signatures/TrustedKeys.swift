// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import SystemPackage

/// Whose signatures count: the files that `trust` names, out of the place that the policy is from.
struct TrustedKeys: Equatable {
  /// In OpenSSH's `allowed_signers` format.
  private(set) var signers: [UInt8]?
  /// OpenPGP public keys.
  private(set) var openPGP: [UInt8]?
  /// Why nothing can be verified, if so.
  private(set) var problem: SignatureFact.State?

  /// Where no place is known that keys could be read from.
  static let nobody = TrustedKeys(problem: nobodyIsNamed)

  private static let nobodyIsNamed = SignatureFact.State.undecided(
    "the policy asks for signatures, and 'trust' names nobody",
    hints: ["echo 'trust: { signers: .modelgate/allowed_signers }' >> modelgate.yaml"])

  private init(problem: SignatureFact.State) { self.problem = problem }

  /// More than the keys of any organization.
  private static let limit = 16 << 20

  /// Reads the files.
  ///
  /// Who is trusted comes from where the rules come from: whoever can change only one of the two
  /// cannot let themselves in.
  init(_ trust: TrustSettings, from place: PolicyPlace, in repository: borrowing Repository) throws
  {
    guard trust.signers != nil || trust.gpg != nil else {
      problem = Self.nobodyIsNamed
      return
    }
    signers = try read(trust.signers, from: place, in: repository)
    openPGP = try read(trust.gpg, from: place, in: repository)
  }

  private mutating func read(
    _ file: DeclaredPath?, from place: PolicyPlace, in repository: borrowing Repository
  ) throws -> [UInt8]? {
    guard let path = file?.path else { return nil }
    switch place {
    case .folder(let folder):
      return try RootDirectory(folder).read(path, limit: Self.limit)
    case .tree(let tree):
      if let entry = try repository.entry(at: path, in: tree), entry.isFile {
        return try repository.blob(entry.id, limit: Self.limit)
      }
      problem = .undecided(
        "'\(path)', which says whose signatures count, is not in the commit",
        hints: ["git add -- \(ShellWord.pathspec(path)) && git commit"])
      return nil
    }
  }
}
