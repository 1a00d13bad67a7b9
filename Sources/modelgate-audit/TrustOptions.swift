// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Certificates
import Files
import Findings
import Policy
import SystemPackage
import ToolSupport

/// Whom a tool believes.
struct TrustOptions: ParsableArguments {
  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "Trust this public key, PEM or OpenSSH; repeatable.", valueName: "file"))
  private var keys: [String] = []

  @Option(
    help: ArgumentHelp(
      "Trust the keys that this allowed_signers file allows the namespace 'modelgate'.",
      valueName: "file"))
  private var signers: String?

  @Option(
    name: .customLong("ca"),
    help: ArgumentHelp(
      "Trust the certificates of these authorities, in PEM; repeatable.", valueName: "pem"))
  private var authorities: [String] = []

  @Option(
    help: ArgumentHelp(
      "Judge certificates and signers as of this time, in seconds since 1970; now, if left out.",
      valueName: "seconds"))
  private var trustedTime: Int64?

  /// As the command line gave them.
  init() {}

  /// All that is believed; without any option, and without a policy, the public half of the user's
  /// own key.
  ///
  /// A policy brings keys, signers and authorities of its own; what it makes of them is for it to
  /// say.
  func load(with policy: TrustPolicy? = nil) throws -> Trust {
    guard let policy else { return try loadNamed() }
    var trust = Trust(
      keys: try keys.map { try VerificationKey(pemFile: FilePath($0)) } + policy.keys,
      authorities: try loadAuthorities(and: policy.authorities))
    if let signers {
      trust.add(try AllowedSigners(file: FilePath(signers)), time: trustedTime ?? WallClock.seconds)
    }
    if let allowed = policy.allowedSigners {
      trust.add(allowed, time: trustedTime ?? WallClock.seconds)
    }
    return trust
  }

  private func loadNamed() throws -> Trust {
    var trust = Trust(
      keys: try keys.map { try VerificationKey(pemFile: FilePath($0)) },
      authorities: try loadAuthorities())
    if let signers {
      let allowed = try AllowedSigners(file: FilePath(signers))
      trust.add(allowed, time: trustedTime ?? WallClock.seconds)
    }
    guard keys.isEmpty, signers == nil, authorities.isEmpty,
      let own = KeyLocation.defaultPublicKey, (try? FileStatus(following: own)) != nil
    else { return trust }
    return Trust(keys: [try VerificationKey(pemFile: own)])
  }

  private func loadAuthorities(and more: [UInt8]? = nil) throws -> Authorities? {
    guard !authorities.isEmpty || more != nil else { return nil }
    var pem = more.map { $0 + [0x0a] } ?? []
    for path in authorities { pem += try SmallFile.read(FilePath(path), limit: 4 << 20) + [0x0a] }
    return try Authorities(pem: pem, time: trustedTime)
  }
}
