// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// Judges the signatures of commits and tags, by the keys that one policy trusts.
struct SignatureJudge {
  private let trusted: TrustedKeys
  private let folder: PrivateFolder
  private let time: Int64

  /// More than any commit's message and parents take.
  private static let limit = 1 << 24

  /// Trusts keys at a time, in seconds since 1970, that somebody else than the signer gave.
  init(trusting keys: TrustedKeys, at time: Int64) throws {
    (trusted, self.time) = (keys, time)
    folder = try PrivateFolder()
  }

  /// What is so of the signature of a commit or of an annotated tag.
  func fact(of id: ObjectID, named name: String, in repository: borrowing Repository) async throws
    -> SignatureFact
  {
    if let problem = trusted.problem { return SignatureFact(problem, of: name) }
    guard let object = SignedObject(try repository.rawObject(id, limit: Self.limit)) else {
      return SignatureFact(.unsigned, of: name)
    }
    return SignatureFact(try await state(of: object), of: name)
  }

  private func state(of object: SignedObject) async throws -> SignatureFact.State {
    guard let signature = object.signature else { return .unsigned }
    guard object.count == 1 else { return .refused("it carries \(object.count) signatures") }
    switch object.format {
    case .ssh:
      guard let signers = trusted.signers else {
        return .refused("it is signed with SSH, and 'trust.signers' names nobody")
      }
      return try await SSHVerifier(folder: folder, signers: signers, time: time)
        .verify(signature, over: object.payload)
    case .openPGP:
      guard let keys = trusted.openPGP else {
        return .refused("it is signed with OpenPGP, and 'trust.gpg' names nobody")
      }
      return try await OpenPGPVerifier(folder: folder, keys: keys, time: time)
        .verify(signature, over: object.payload)
    case .other: return .refused("it is signed neither with SSH nor with OpenPGP")
    }
  }
}
