// SPDX-License-Identifier: Apache-2.0

import YAML

/// The stages that one entry of `dvc.yaml` stands for: itself, or one for each item of `foreach` or
/// for each combination of `matrix`.
struct DVCStageGroup {
  /// One stage, with the values that its templates are filled with.
  struct Member {
    let name: String
    let node: YAMLNode
    let template: DVCTemplate
  }

  /// More of them are no pipeline.
  private static let maximum = 10_000

  private(set) var members: [Member] = []

  init(_ name: String, _ node: YAMLNode, _ template: DVCTemplate) throws(DVCStage.Unsupported) {
    if let items = node["foreach"] {
      guard let body = node["do"] else { throw DVCStage.Unsupported(what: "'do' is missing") }
      try add(name, body, each: try template.node(items), template)
    } else if let axes = node["matrix"] {
      try add(name, node, combining: axes, template)
    } else {
      members = [Member(name: name, node: node, template: template)]
    }
  }

  /// Items of a list are called by their values, or by their numbers where they have no single
  /// one; those of a mapping by their keys.
  private mutating func add(
    _ name: String, _ body: YAMLNode, each items: YAMLNode, _ template: DVCTemplate
  ) throws(DVCStage.Unsupported) {
    if let pairs = items.mapping {
      for (key, item) in pairs {
        try add(name, key.text ?? "", body, ["item": item, "key": key], template)
      }
      return
    }
    let list = items.sequence ?? []
    let isNumbered = list.first.map { $0.text == nil } ?? false
    for (number, item) in list.enumerated() {
      let item = try template.node(item)
      let text = isNumbered ? "\(number)" : DVCTemplate.text(of: item)
      guard let text else { throw DVCStage.Unsupported(what: "an item of 'foreach' is not simple") }
      try add(name, text, body, ["item": item], template)
    }
  }

  private mutating func add(
    _ name: String, _ body: YAMLNode, combining axes: YAMLNode, _ template: DVCTemplate
  ) throws(DVCStage.Unsupported) {
    var combinations: [[(key: YAMLNode, value: YAMLNode, text: String)]] = [[]]
    for (key, values) in axes.mapping ?? [] {
      guard let list = try template.node(values).sequence,
        combinations.count * max(1, list.count) <= Self.maximum
      else { throw DVCStage.Unsupported(what: "an axis of 'matrix' is not simple") }
      var longer: [[(key: YAMLNode, value: YAMLNode, text: String)]] = []
      for combination in combinations {
        for (number, value) in list.enumerated() {
          let value = try template.node(value)
          let text = value.text == nil ? "\(key.text ?? "")\(number)" : DVCTemplate.text(of: value)
          guard let text else {
            throw DVCStage.Unsupported(what: "an axis of 'matrix' is not simple")
          }
          longer.append(combination + [(key, value, text)])
        }
      }
      combinations = longer
    }
    for combination in combinations {
      let item = YAMLNode(.mapping(combination.map { (key: $0.key, value: $0.value) }))
      let text = combination.map(\.text).joined(separator: "-")
      let key = YAMLNode(.scalar(text, isPlain: false))
      try add(name, text, body, ["item": item, "key": key], template)
    }
  }

  private mutating func add(
    _ name: String, _ suffix: String, _ body: YAMLNode, _ values: [String: YAMLNode],
    _ template: DVCTemplate
  ) throws(DVCStage.Unsupported) {
    guard members.count < Self.maximum else {
      throw DVCStage.Unsupported(what: "it stands for more than \(Self.maximum) stages")
    }
    var template = template
    let pairs = values.sorted { $0.key < $1.key }
      .map { (key: YAMLNode(.scalar($0.key, isPlain: false)), value: $0.value) }
    template.values.insert(YAMLNode(.mapping(pairs)), at: 0)
    members.append(Member(name: "\(name)@\(suffix)", node: body, template: template))
  }
}
