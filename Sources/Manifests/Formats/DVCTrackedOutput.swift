// SPDX-License-Identifier: Apache-2.0

public import Files
import YAML

/// An output of DVC with all that is written of it: in a `.dvc` file, or in a `dvc.lock` and the
/// `dvc.yaml` beside it.
public struct DVCTrackedOutput: Sendable {
  /// What is recorded of its content.
  public let output: DVCOutput
  /// Where it is, from the repository's root.
  public let path: RelativePath
  /// Whether DVC keeps it in its cache; with `cache: false` git or nobody does.
  public let isCached: Bool
  /// Whether `dvc push` sends it to a remote.
  public let isPushed: Bool
  /// The remote that it goes to instead of the default one.
  public let remote: String?
  /// What it was imported from, with the repository, when it was.
  public let origin: DVCFile.Dependency?

  /// Reads a `.dvc` file or, with the text of the pipeline where there is one, a `dvc.lock`.
  ///
  /// A pipeline that cannot be read is for the rules about pipelines.
  public static func all(of manifest: RelativePath, _ bytes: [UInt8], pipeline: [UInt8]?)
    throws(ManifestError) -> [DVCTrackedOutput]
  {
    guard manifest.name.elementsEqual("dvc.lock".utf8) else { return try file(manifest, bytes) }
    return try lock(manifest, bytes, pipeline.flatMap { try? YAMLNode.parse($0) })
  }

  /// The text beside a `dvc.lock` that says where its stages work.
  public static func pipeline(beside lock: RelativePath) -> RelativePath {
    let name = RelativePath(unchecked: Array("dvc.yaml".utf8))
    return lock.parent?.appending(name) ?? name
  }

  private static func file(_ manifest: RelativePath, _ bytes: [UInt8]) throws(ManifestError)
    -> [DVCTrackedOutput]
  {
    let file = try DVCFile(parsing: bytes)
    let own = Array(manifest.components.dropLast())
    let folder = try file.workingDirectory.map { text throws(ManifestError) in
      try RelativePathResolution.components(text, from: own, 1)
    }
    let origin = file.dependencies.first.flatMap { $0.repository == nil ? nil : $0 }
    var all: [DVCTrackedOutput] = []
    for output in file.outputs {
      all.append(
        DVCTrackedOutput(
          output: output,
          path: try RelativePathResolution.resolve(output.path, from: folder ?? own, output.line),
          isCached: output.isCached, isPushed: output.isPushed, remote: output.remote,
          origin: origin))
    }
    return all
  }

  private static func lock(_ manifest: RelativePath, _ bytes: [UInt8], _ pipeline: YAMLNode?)
    throws(ManifestError) -> [DVCTrackedOutput]
  {
    let own = Array(manifest.components.dropLast())
    var all: [DVCTrackedOutput] = []
    for (name, stage) in try stages(of: bytes) {
      let definition = DVCStageDefinition(of: name.text ?? "", in: pipeline)
      let folder = try RelativePathResolution.components(
        try definition.workingDirectory(name.mark.line), from: own, name.mark.line)
      for node in stage["outs"]?.sequence ?? [] {
        let output = try DVCOutput(node)
        let settings = definition.settings(of: output.path)
        all.append(
          DVCTrackedOutput(
            output: output,
            path: try RelativePathResolution.resolve(output.path, from: folder, output.line),
            isCached: settings?["cache"]?.bool ?? true, isPushed: settings?["push"]?.bool ?? true,
            remote: settings?["remote"]?.text, origin: nil))
      }
    }
    return all
  }

  /// Schema 2.0, or the older one that has the stages at its root.
  private static func stages(of bytes: [UInt8]) throws(ManifestError)
    -> [(key: YAMLNode, value: YAMLNode)]
  {
    let root = try YAMLNode.manifest(bytes)
    guard root["schema"].map({ $0.text == "2.0" }) ?? true else {
      throw ManifestError("its schema is not 2.0, the only one that is known", line: root.mark.line)
    }
    guard let stages = root["schema"] == nil ? root : root["stages"], !stages.isNull else {
      return []
    }
    guard let entries = stages.mapping else {
      throw ManifestError("'stages' is not a mapping", line: stages.mark.line)
    }
    return Array(entries)
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

  /// What stands under an output's path: `cache`, `push`, `remote`.
  func settings(of path: String) -> YAMLNode? {
    for list in ["outs", "metrics", "plots"] {
      for entry in node?[list]?.sequence ?? [] {
        if let settings = entry[path] { return settings }
      }
    }
    return nil
  }
}
