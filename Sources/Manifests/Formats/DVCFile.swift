// SPDX-License-Identifier: Apache-2.0

import YAML

/// What a `.dvc` file says.
public struct DVCFile: Sendable, Hashable {
  /// Where an import came from.
  public struct Dependency: Sendable, Hashable {
    /// A path in another repository, or an address.
    public let path: String
    /// The other repository, for `dvc import`.
    public let repository: String?
    /// The commit of that repository that was imported.
    public let revision: String?
    /// The version of the object, for `dvc import-url --version-aware`; opaque.
    public let versionID: String?
  }

  /// What it tracks, at least one.
  public let outputs: [DVCOutput]
  /// Where imports came from; empty for data that was added.
  public let dependencies: [Dependency]
  /// Whether `dvc repro` leaves it alone, as it does imports.
  public let isFrozen: Bool
  /// Where the paths start, from the file's own folder; nil for that folder.
  public let workingDirectory: String?

  /// Reads the text of a file.
  public init(parsing bytes: [UInt8]) throws(ManifestError) {
    let root = try YAMLNode.manifest(bytes)
    guard let nodes = root["outs"]?.sequence, !nodes.isEmpty else {
      throw ManifestError("it has no output ('outs')", line: root.mark.line)
    }
    var outputs: [DVCOutput] = []
    for node in nodes { outputs.append(try DVCOutput(node)) }
    self.outputs = outputs
    dependencies = (root["deps"]?.sequence ?? []).compactMap(Dependency.init)
    isFrozen = root["frozen"]?.bool ?? false
    guard let wdir = root["wdir"], !wdir.isNull else {
      workingDirectory = nil
      return
    }
    guard let text = wdir.text else {
      throw ManifestError("'wdir' is not a path", line: wdir.mark.line)
    }
    workingDirectory = text
  }
}

extension DVCFile.Dependency {
  init?(_ node: YAMLNode) {
    guard let path = node["path"]?.text else { return nil }
    self.path = path
    repository = node["repo"]?["url"]?.text
    revision = node["repo"]?["rev_lock"]?.text
    versionID = node["version_id"]?.text
  }
}

extension YAMLNode {
  /// Reads a manifest in YAML.
  static func manifest(_ bytes: [UInt8]) throws(ManifestError) -> YAMLNode {
    do throws(YAMLError) {
      return try YAMLNode.parse(bytes)
    } catch {
      throw ManifestError(error.problem, line: error.line)
    }
  }
}
