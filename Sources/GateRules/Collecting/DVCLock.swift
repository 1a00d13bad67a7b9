// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import YAML

/// Compares `dvc.lock` with `dvc.yaml`, and with the code and data that the commit has.
struct DVCLock {
  private static let limit = 16 << 20

  let tree: ObjectID
  let committed = DVCCommitted()

  /// The name of the file that lists stages.
  static let name = "dvc.yaml"

  static func claims(_ path: RelativePath) -> Bool { path.name.elementsEqual(name.utf8) }

  /// What is amiss with the pipeline of one `dvc.yaml`.
  func facts(of file: RelativePath, in repository: borrowing Repository) throws -> [ContentFact] {
    guard let pipeline = try yaml(file, in: repository) else {
      let reason = "the pipeline is no YAML, or too long"
      return [ContentFact(.stageUndecided("*", reason), at: file)]
    }
    guard let lockPath = beside(file, "dvc.lock"), let stages = pipeline["stages"]?.mapping
    else { return [] }
    let lock = try yaml(lockPath, in: repository)?["stages"]
    var facts: [ContentFact] = []
    for (name, node) in stages {
      let name = name.text ?? ""
      do {
        var template = DVCTemplate()
        if let path = beside(file, "params.yaml"), let values = try yaml(path, in: repository) {
          template.values.append(values)
        }
        try add(pipeline["vars"], beside: file, to: &template, in: repository)
        let folder = node["wdir"]?.text.map { "\($0)/" } ?? ""
        for body in [node["do"], node].compactMap({ $0 }) where body["vars"] != nil {
          guard folder.isEmpty else { throw DVCStage.Unsupported(what: "it uses 'vars'") }
          try add(body["vars"], beside: file, to: &template, in: repository)
        }
        for member in try DVCStageGroup(name, node, template).members {
          let reasons = try self.reasons(member, lock, file, in: repository)
          facts += reasons.map {
            ContentFact(.stage(member.name, $0), at: lock?[member.name] == nil ? file : lockPath)
          }
        }
      } catch let error as DVCStage.Unsupported {
        // What cannot be read is no matter of how the stage is written, and stops the judgement.
        facts.append(ContentFact(.stageUndecided(name, error.what), at: file))
      }
    }
    return facts
  }

  /// Why what is recorded of one stage is not what the commit describes.
  private func reasons(
    _ member: DVCStageGroup.Member, _ lock: YAMLNode?, _ file: RelativePath,
    in repository: borrowing Repository
  ) throws -> [String] {
    let stage = try DVCStage(member.node, member.template)
    guard let recorded = lock?[member.name] else { return ["has not been run"] }
    var reasons = differences(stage, recorded)
    guard member.node["frozen"]?.bool != true, member.node["always_changed"]?.bool != true else {
      return reasons
    }
    let folder = try member.node["wdir"]?.text.map { text throws(DVCStage.Unsupported) in
      "\(try member.template.fill(text))/"
    }
    reasons += try changedDependencies(of: recorded, lock, folder ?? "", file, in: repository)
    reasons += try changedParameters(of: recorded, folder ?? "", file, in: repository)
    return reasons
  }

  /// Further values for templates: files, and values that stand in the pipeline itself.
  private func add(
    _ sources: YAMLNode?, beside file: RelativePath, to template: inout DVCTemplate,
    in repository: borrowing Repository
  ) throws {
    for source in sources?.sequence ?? [] {
      if source.mapping != nil {
        template.values.append(source)
        continue
      }
      guard let text = source.text, [".yaml", ".yml", ".json"].contains(where: text.hasSuffix),
        let path = beside(file, try template.fill(text)),
        let values = try yaml(path, in: repository)
      else { throw DVCStage.Unsupported(what: "it takes values from '\(source.text ?? "")'") }
      template.values.append(values)
    }
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
        node["hash"]?.text == "md5", let path = beside(file, folder + text)
      else { continue }
      if let entry = try repository.entry(at: path, in: tree), entry.kind == .tree {
        let files = node["nfiles"]?.integer
        let isOther = try committed.isOther(
          .init(tree: entry.id, digest: digest, files: files)
        ) { () throws(GitError) in
          try DVCFolder(entry, tree: tree, files: files).isOther(than: digest, in: repository)
        }
        guard isOther else { continue }
      } else {
        guard let now = try md5(of: path, text, lock, in: repository), now != digest else {
          continue
        }
      }
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
      return try committed.md5(of: entry.id, limit: Self.limit, in: repository)
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
    return try committed.yaml(entry.id, limit: Self.limit, in: repository)
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
