// SPDX-License-Identifier: Apache-2.0

public import Files
import YAML

/// `dvc.lock` beside `dvc.yaml`: the outputs of a pipeline's stages, as the last run left them.
///
/// Schema 2.0, and the older one that has the stages at its root. Where a stage works and what it
/// keeps out of the cache stands in `dvc.yaml` only, which is read for that.
public struct DVCLockFormat: ManifestFormat {
  private static let limit = 64 << 20

  /// The format.
  public init() {}

  /// `dvc.lock`.
  public var name: String { "dvc.lock" }

  /// Its own.
  public var endings: [String] { ["dvc.lock"] }

  /// Whether that is the name.
  public func claims(_ path: RelativePath) -> Bool { path.name.elementsEqual("dvc.lock".utf8) }

  /// Every output of every stage; none when there are only stages without.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    let root = try YAMLNode.manifest(bytes)
    let stages = root["schema"] == nil ? root : root["stages"]
    guard root["schema"].map({ $0.text == "2.0" }) ?? true else {
      throw ManifestError("its schema is not 2.0, the only one that is known", line: root.mark.line)
    }
    guard let stages, !stages.isNull else { return [] }
    guard let entries = stages.mapping else {
      throw ManifestError("'stages' is not a mapping", line: stages.mark.line)
    }
    let pipeline = try Self.pipeline(beside: path, surroundings)
    let own = Array(path.components.dropLast())
    var datasets: [DatasetManifest] = []
    for (name, stage) in entries {
      let definition = DVCStageDefinition(of: name.text ?? "", in: pipeline)
      let folder = try RelativePathResolution.components(
        try definition.workingDirectory(name.mark.line), from: own, name.mark.line)
      for node in stage["outs"]?.sequence ?? [] {
        let output = try DVCOutput(node)
        var dataset = try output.dataset(of: path, self.name, from: folder)
        dataset.isKeptByGit = definition.isKeptOutOfTheCache(output.path)
        datasets.append(dataset)
      }
    }
    return datasets
  }

  /// The `dvc.yaml`; one that cannot be read is for the rules about pipelines.
  private static func pipeline<Surroundings: ManifestSurroundings & ~Copyable>(
    beside path: RelativePath, _ surroundings: borrowing Surroundings
  ) throws -> YAMLNode? {
    let name = Array("dvc.yaml".utf8)
    let place = path.parent.map { $0.bytes + [UInt8(ascii: "/")] + name } ?? name
    let text = try surroundings.read(RelativePath(unchecked: place), limit: limit)
    return text.flatMap { try? YAMLNode.parse($0) }
  }
}

/// What `dvc.yaml` says of a stage that its lock does not.
private struct DVCStageDefinition {
  private let node: YAMLNode?

  /// A stage made by `foreach` or `matrix` is called `NAME@KEY`.
  init(of name: String, in pipeline: YAMLNode?) {
    let stages = pipeline?["stages"]
    let group = name.split(separator: "@", maxSplits: 1).first.map(String.init) ?? name
    let found = stages?[name] ?? stages?[group]
    node = found?["do"] ?? found
  }

  func workingDirectory(_ line: Int) throws(ManifestError) -> String {
    let text = node?["wdir"]?.text ?? "."
    guard !text.contains("${") else {
      throw ManifestError("the stage's 'wdir' is a template, which is not filled in", line: line)
    }
    return text
  }

  func isKeptOutOfTheCache(_ path: String) -> Bool {
    ["outs", "metrics", "plots"].contains { key in
      (node?[key]?.sequence ?? []).contains { $0[path]?["cache"]?.bool == false }
    }
  }
}
