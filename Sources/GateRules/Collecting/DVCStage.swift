// SPDX-License-Identifier: Apache-2.0

import YAML

/// A stage as `dvc.yaml` describes it, its templates filled in where that is simple.
///
/// The fields are those of `dvc.org/doc/user-guide/project-structure/dvcyaml-files`.
struct DVCStage {
  /// What a stage needs that is not compared here.
  struct Unsupported: Error {
    let what: String
  }

  let command: [String]
  let dependencies: Set<String>
  let outputs: Set<String>
  /// The keys of parameters, by file.
  private(set) var parameters: [String: Set<String>] = [:]
  /// Files all of whose values are parameters.
  private(set) var wholeFiles: Set<String> = []

  init(_ node: YAMLNode, _ template: DVCTemplate) throws(Unsupported) {
    for key in ["foreach", "matrix", "vars"] where node[key] != nil {
      throw Unsupported(what: "it uses '\(key)'")
    }
    command = try Self.texts(node["cmd"], template)
    dependencies = Set(try Self.paths(node["deps"], template))
    var outputs: [String] = []
    for key in ["outs", "metrics", "plots"] { outputs += try Self.paths(node[key], template) }
    self.outputs = Set(outputs)
    for item in node["params"]?.sequence ?? [] { try add(parameters: item, template) }
  }

  /// A key of `params.yaml`, or keys under the names of their files.
  private mutating func add(parameters item: YAMLNode, _ template: DVCTemplate)
    throws(Unsupported)
  {
    if let key = item.text {
      parameters["params.yaml", default: []].insert(try template.fill(key))
    }
    for (file, keys) in item.mapping ?? [] {
      let file = try template.fill(file.text ?? "")
      guard !keys.isNull, let keys = keys.sequence else {
        wholeFiles.insert(file)
        continue
      }
      for key in keys {
        parameters[file, default: []].insert(try template.fill(key.text ?? ""))
      }
    }
  }

  private static func texts(_ node: YAMLNode?, _ template: DVCTemplate) throws(Unsupported)
    -> [String]
  {
    var texts: [String] = []
    for text in node?.text.map({ [$0] }) ?? node?.sequence?.compactMap(\.text) ?? [] {
      texts.append(try template.fill(text))
    }
    return texts
  }

  /// Each is a path, or a path with settings under it.
  private static func paths(_ node: YAMLNode?, _ template: DVCTemplate) throws(Unsupported)
    -> [String]
  {
    var paths: [String] = []
    for item in node?.sequence ?? [] {
      guard let text = item.text ?? item.mapping?.first?.key.text else {
        throw Unsupported(what: "a path is no text")
      }
      paths.append(try template.fill(text))
    }
    return paths
  }
}

/// Fills `${key}` from `params.yaml`, as far as no rule of Python's formatting matters.
struct DVCTemplate {
  let values: YAMLNode?
  /// Whether other sources of values are named, which are not read.
  let hasOtherSources: Bool

  func fill(_ text: String) throws(DVCStage.Unsupported) -> String {
    guard text.contains("${") else { return text }
    let difficult = DVCStage.Unsupported(what: "the template '\(text.prefix(80))' is not simple")
    guard !hasOtherSources, !text.contains("\\${") else { throw difficult }
    var filled = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      filled += rest[..<start]
      rest = rest[start...]
      guard rest.hasPrefix("${") else {
        filled.append(rest.removeFirst())
        continue
      }
      guard let end = rest.firstIndex(of: "}"),
        let value = value(rest[..<end].dropFirst(2))
      else { throw difficult }
      filled += value
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  private func value(_ key: Substring) -> String? {
    let key = key.drop { $0 == " " }.prefix { $0 != " " }
    guard let node = values.flatMap({ DVCLock.value(String(key), in: $0) }) else { return nil }
    if let flag = node.bool { return flag ? "true" : "false" }
    if node.string != nil || node.integer.map({ String($0) == node.text }) == true {
      return node.text
    }
    guard let number = node.double, let text = node.text, text == "\(number)",
      !text.contains("e")
    else { return nil }
    return text
  }
}
