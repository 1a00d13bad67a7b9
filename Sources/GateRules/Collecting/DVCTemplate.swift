// SPDX-License-Identifier: Apache-2.0

import YAML

/// Fills `${key}` from `params.yaml` and what else gives values, as far as no rule of Python's formatting matters.
struct DVCTemplate {
  /// Where values are looked for, one after another; DVC refuses sources that contradict each other.
  var values: [YAMLNode] = []

  func fill(_ text: String) throws(DVCStage.Unsupported) -> String {
    guard text.contains("${") else { return text }
    let difficult = DVCStage.Unsupported(what: "the template '\(text.prefix(80))' is not simple")
    guard !text.contains("\\${") else { throw difficult }
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

  /// What a value that is nothing but one template stands for, whatever its kind; else itself.
  func node(_ node: YAMLNode) throws(DVCStage.Unsupported) -> YAMLNode {
    guard let text = node.string, text.contains("${") else { return node }
    guard text.hasPrefix("${"), text.hasSuffix("}"), let found = find(text.dropFirst(2).dropLast())
    else { throw DVCStage.Unsupported(what: "the template '\(text.prefix(80))' is not simple") }
    return found
  }

  private func find(_ key: Substring) -> YAMLNode? {
    let key = key.drop { $0 == " " }.prefix { $0 != " " }
    return values.lazy.compactMap { DVCLock.value(String(key), in: $0) }.first
  }

  private func value(_ key: Substring) -> String? { find(key).flatMap(Self.text) }

  /// A scalar as Python writes it into a command; nil where that is not certain.
  static func text(of node: YAMLNode) -> String? {
    if node.text?.contains("${") == true { return nil }
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
