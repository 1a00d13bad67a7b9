// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// A named training.
public struct Pipeline: Sendable, Equatable {
  /// What the clean room may see beside the commit and the declared data.
  public struct Allowance: Sendable, Equatable {
    /// Files and folders: absolute, or below the repository's root; recorded as unversioned.
    public var read: [String]
    /// Whether the network may be used.
    public var network: Bool

    /// Allows what is named, which is nothing unless given.
    public init(read: [String] = [], network: Bool = false) {
      self.read = read
      self.network = network
    }
  }

  /// Its name: letters, digits, `.`, `_` and `-`.
  public var name: String
  /// The program and its arguments, filled in by ``VariableExpansion``; no shell reads them.
  public var run: [String]
  /// Names of declared datasets.
  public var data: [String] = []
  /// Committed files that pin the software, such as lock files.
  public var dependencies: [DeclaredPath] = []
  /// The trained model, below the output folder.
  public var model: RelativePath
  /// A file of numbers that the training writes, below the output folder; of a known format.
  public var metrics: RelativePath?
  /// What else the training may see.
  public var allow = Allowance()
  /// Where it is declared.
  public var location: Location

  /// Declares a training with no data.
  public init(name: String, run: [String], model: RelativePath, at location: Location) {
    self.name = name
    self.run = run
    self.model = model
    self.location = location
  }
}
