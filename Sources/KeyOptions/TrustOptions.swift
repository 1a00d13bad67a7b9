// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Attestation
import Files
import Findings
import SystemPackage
import ToolSupport

/// Whom a tool believes.
public struct TrustOptions: ParsableArguments {
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
  public init() {}

  /// All that is believed; without any option the public half of the user's own key.
  public func load() throws -> Trust {
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

  private func loadAuthorities() throws -> Authorities? {
    guard !authorities.isEmpty else { return nil }
    var pem: [UInt8] = []
    for path in authorities { pem += try SmallFile.read(FilePath(path), limit: 4 << 20) + [0x0a] }
    return try Authorities(pem: pem, time: trustedTime)
  }
}
