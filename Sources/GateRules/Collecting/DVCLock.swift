// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import YAML

/// Compares `dvc.lock` with `dvc.yaml`, and with the code and data that the commit has.
struct DVCLock {
  private static let limit = 16 << 20

  let tree: ObjectID

  /// The name of the file that lists stages.
  static let name = "dvc.yaml"

  static func claims(_ path: RelativePath) -> Bool { path.name.elementsEqual(name.utf8) }

  /// What is amiss with the pipeline of one `dvc.yaml`.
  func facts(of file: RelativePath, in repository: borrowing Repository) throws(GitError)
    -> [ContentFact]
  {
    guard let pipeline = try yaml(file, in: repository) else {
      let reason = "the pipeline is no YAML, or too long"
      return [ContentFact(.stageUndecided("*", reason), at: file)]
    }
    guard let lockPath = beside(file, "dvc.lock"), let stages = pipeline["stages"]?.mapping
    else { return [] }
    let lock = try yaml(lockPath, in: repository)?["stages"]
    var values: YAMLNode?
    if let path = beside(file, "params.yaml") { values = try yaml(path, in: repository) }
    let template = DVCTemplate(values: values, hasOtherSources: pipeline["vars"] != nil)
    var facts: [ContentFact] = []
    for (name, node) in stages {
      let name = name.text ?? ""
      do throws(DVCStage.Unsupported) {
        let stage = try DVCStage(node, template)
        guard let recorded = lock?[name] else {
          facts.append(ContentFact(.stage(name, "has not been run"), at: file))
          continue
        }
        for reason in differences(stage, recorded) {
          facts.append(ContentFact(.stage(name, reason), at: lockPath))
        }
      } catch {
        facts.append(ContentFact(.stageUndecided(name, error.what), at: file))
        continue
      }
      guard let recorded = lock?[name], node["frozen"]?.bool != true,
        node["always_changed"]?.bool != true
      else { continue }
      let folder = node["wdir"]?.text.map { "\($0)/" } ?? ""
      for reason in try changedDependencies(of: recorded, lock, folder, file, in: repository)
        + changedParameters(of: recorded, folder, file, in: repository)
      {
        facts.append(ContentFact(.stage(name, reason), at: lockPath))
      }
    }
    return facts
  }

  private func differences(_ stage: DVCStage, _ recorded: YAMLNode) -> [String] {
    var reasons: [String] = []
    let command =
      recorded["cmd"]?.text.map { [$0] } ?? recorded["cmd"]?.sequence?.compactMap(\.text)
    if command?.map(Self.trimmed) != stage.command.map(Self.trimmed) {
      reasons.append("was run with another command")
    }
    if Set(Self.paths(recorded["deps"])) != stage.dependencies {
      reasons.append("was run with other dependencies")
    }
    if Set(Self.paths(recorded["outs"])) != stage.outputs {
      reasons.append("was run with other outputs")
    }
    for (file, keys) in stage.parameters {
      guard !stage.wholeFiles.contains(file) else { continue }
      let known = recorded["params"]?[file]?.mapping?.compactMap(\.key.text) ?? []
      if Set(known) != keys { reasons.append("was run with other parameters of '\(file)'") }
    }
    return reasons
  }

  private func changedDependencies(
    of recorded: YAMLNode, _ lock: YAMLNode?, _ folder: String, _ file: RelativePath,
    in repository: borrowing Repository
  ) throws(GitError) -> [String] {
    var reasons: [String] = []
    for node in recorded["deps"]?.sequence ?? [] {
      guard let text = node["path"]?.text, let digest = node["md5"]?.text,
        node["hash"]?.text == "md5", let path = beside(file, folder + text),
        let now = try md5(of: path, text, lock, in: repository), now != digest
      else { continue }
      reasons.append("was run with another '\(path)'")
    }
    return reasons
  }

  /// The digest that the commit says a dependency has; nil when it does not say.
  private func md5(
    of path: RelativePath, _ name: String, _ lock: YAMLNode?, in repository: borrowing Repository
  ) throws(GitError) -> String? {
    if let entry = try repository.entry(at: path, in: tree) {
      guard entry.isFile, try repository.size(ofBlob: entry.id) <= Self.limit,
        try !entry.isPointer(in: repository)
      else { return nil }
      return Digest.of(try repository.blob(entry.id, limit: Self.limit), .md5).hex
    }
    if let manifest = RelativePath(bytes: path.bytes + Array(".dvc".utf8)),
      let outputs = try yaml(manifest, in: repository)?["outs"]?.sequence, outputs.count == 1,
      let output = outputs.first, output["hash"]?.text == "md5"
    {
      return output["md5"]?.text
    }
    // The output of another stage of the same pipeline.
    for (_, stage) in lock?.mapping ?? [] {
      for output in stage["outs"]?.sequence ?? [] where output["path"]?.text == name {
        return output["md5"]?.text
      }
    }
    return nil
  }

  private func changedParameters(
    of recorded: YAMLNode, _ folder: String, _ file: RelativePath,
    in repository: borrowing Repository
  ) throws(GitError) -> [String] {
    var reasons: [String] = []
    for (name, values) in recorded["params"]?.mapping ?? [] {
      guard let text = name.text, text.hasSuffix(".yaml") || text.hasSuffix(".yml"),
        let path = beside(file, folder + text), let now = try yaml(path, in: repository)
      else { continue }
      for (key, value) in values.mapping ?? [] {
        guard let key = key.text else { continue }
        if Self.value(key, in: now).map({ Self.isEqual($0, value) }) != true {
          reasons.append("was run with another value of '\(key)'")
        }
      }
    }
    return reasons
  }

  private func yaml(_ path: RelativePath, in repository: borrowing Repository) throws(GitError)
    -> YAMLNode?
  {
    guard let entry = try repository.entry(at: path, in: tree), entry.isFile,
      try repository.size(ofBlob: entry.id) <= Self.limit
    else { return nil }
    return try? YAMLNode.parse(try repository.blob(entry.id, limit: Self.limit))
  }

  private func beside(_ file: RelativePath, _ text: String) -> RelativePath? { file.sibling(text) }

  /// The value at a dotted key.
  static func value(_ key: String, in node: YAMLNode) -> YAMLNode? {
    if let direct = node[key] { return direct }
    return key.split(separator: ".").reduce(Optional(node)) { $0?[String($1)] }
  }

  private static func paths(_ node: YAMLNode?) -> [String] {
    node?.sequence?.compactMap { $0["path"]?.text } ?? []
  }

  private static func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func isEqual(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    if let items = left.sequence, let others = right.sequence {
      return items.count == others.count && zip(items, others).allSatisfy(isEqual)
    }
    if let pairs = left.mapping, let others = right.mapping {
      return pairs.count == others.count
        && pairs.allSatisfy { pair in
          pair.key.text.flatMap { right[$0] }.map { isEqual(pair.value, $0) } ?? false
        }
    }
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    if let number = left.double { return number == right.double }
    if let flag = left.bool { return flag == right.bool }
    return left.string != nil && left.string == right.string
  }
}
