// SPDX-License-Identifier: Apache-2.0

/// What a repository declares in its `modelgate.yaml`, checked and typed.
public struct Configuration: Sendable, Equatable {
  /// The file's name at the root of a repository.
  public static let fileName = "modelgate.yaml"
  /// The version of the format, the value of `version:`.
  public static let version: Int64 = 1

  /// Declared datasets, in written order.
  public var data: [DataDeclaration] = []
  /// Declared trainings, in written order.
  public var pipelines: [Pipeline] = []
  /// How strict the gate is.
  public var gate = GateSettings()
  /// What trained models must reach.
  public var expect = Expectations()
  /// Whose signatures count.
  public var trust = TrustSettings()

  /// Declares nothing: the policy of a repository without the file.
  public init() {}

  /// The dataset with a name.
  public func dataset(_ name: String) -> DataDeclaration? { data.first { $0.name == name } }

  /// The pipeline with a name.
  public func pipeline(_ name: String) -> Pipeline? { pipelines.first { $0.name == name } }
}

/// Whose signatures count.
public struct TrustSettings: Sendable, Equatable {
  /// A file in OpenSSH's `allowed_signers` format, below the repository's root.
  public var signers: DeclaredPath?
  /// A file of OpenPGP public keys as `gpg --export` writes it, below the repository's root.
  public var gpg: DeclaredPath?

  /// Trusts nobody in particular.
  public init() {}
}
