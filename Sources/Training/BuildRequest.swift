// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// What someone wants built, and with what.
public struct BuildRequest: Sendable {
  /// A path inside the repository.
  public var repository: FilePath
  /// The pipeline's name; nil when there is only one.
  public var pipeline: String?
  /// The private key that signs; made when it is missing.
  public var key: FilePath
  /// Whether the key may be made when it is missing.
  public var mayCreateKey: Bool
  /// Where finished builds go; nil for `modelgate-out` in the worktree.
  public var output: FilePath?
  /// The environment, of which the training sees an allow-listed part.
  public var environment: [String: String]
  /// The version of modelgate.
  public var version: String

  /// Describes a build.
  public init(
    repository: FilePath, pipeline: String?, key: FilePath, mayCreateKey: Bool,
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
