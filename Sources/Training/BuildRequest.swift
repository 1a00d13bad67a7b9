// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import SystemPackage

/// What someone wants built, and with what.
public struct BuildRequest: Sendable {
  /// A path inside the repository.
  public var repository: FilePath
  /// The pipeline's name; nil when there is only one.
  public var pipeline: String?
  /// The private key that signs.
  public var key: KeyReference
  /// Certificates that vouch for the key; nil when they stand beside it, or when there are none.
  public var certificates: FilePath?
  /// Where the passphrase of an encrypted key comes from.
  public var passphrase: @Sendable (String) -> [UInt8]? = { _ in nil }
  /// Whether a key that is a file may be made when it is missing.
  public var mayCreateKey: Bool
  /// Where finished builds go; nil for `modelgate-out` in the worktree.
  public var output: FilePath?
  /// The environment, of which the training sees an allow-listed part.
  public var environment: [String: String]
  /// Who builds: a URI by which policies tell one machine or service from another.
  public var builder = BuildProvenance.localBuilder
  /// The version of modelgate.
  public var version: String

  /// Describes a build.
  public init(
    repository: FilePath, pipeline: String?, key: KeyReference, mayCreateKey: Bool,
    output: FilePath?, environment: [String: String], version: String
  ) {
    self.repository = repository
    self.pipeline = pipeline
    self.key = key
    self.mayCreateKey = mayCreateKey
    self.output = output
    self.environment = environment
    self.version = version
  }
}
