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
