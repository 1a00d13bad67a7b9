// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Attestation
import Files
import Findings
public import SystemPackage
import ToolSupport

/// With what a tool signs.
public struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sign with this private key: PEM, PKCS#8 or OpenSSH.",
      discussion: """
        'env:NAME' takes the key from a variable and 'fd:NUMBER' from an open descriptor. \
        'PATH.pub' is the public half of a key that the ssh-agent holds, 'ssh-agent' the only one \
        that it holds. The passphrase of an encrypted key comes from MODELGATE_KEY_PASSPHRASE, from \
        --passphrase-fd or from the terminal.
        """,
      valueName: "key"))
  private var key: String?

  @Option(
    help: ArgumentHelp(
      "Certificates that vouch for the key, in PEM, its own first.", valueName: "pem"))
  private var certificates: String?

  @Option(
    name: .customLong("passphrase-fd"),
    help: ArgumentHelp("Read the passphrase from this descriptor.", valueName: "number"))
  private var passphraseDescriptor: CInt?

  /// As the command line gave them.
  public init() {}

  /// Which key the command line names; nil for the user's own.
  public var named: KeyReference? { key.map { KeyReference($0) } }

  /// The certificates' file.
  public var chain: FilePath? { certificates.map { FilePath($0) } }

  /// Where passphrases come from.
  public var passphrase: @Sendable (String) -> [UInt8]? {
    Passphrase.source(descriptor: passphraseDescriptor)
  }

  /// Loads the key that was named, or the user's own; a key inside of the worktree is refused.
  public func load(worktree: FilePath?) throws -> SigningKey {
    let loader = KeyLoader(
      environment: Environment.current, worktree: worktree, passphrase: passphrase)
    guard let reference = named ?? KeyLocation.defaultPrivateKey.map({ .file($0) }) else {
      throw Failure("there is no home folder with a signing key", hints: ["--key PATH"])
    }
    return try loader.load(reference, chain: chain)
  }
}
