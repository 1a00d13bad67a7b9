// SPDX-License-Identifier: Apache-2.0

import Files
package import YAML

extension ProblemLog {
  /// A string that is not empty.
  package func string(_ node: YAMLNode, _ name: String) -> String? {
    guard let text = node.string else {
      let hint = node.text.map { ["write \"\($0)\" with quotes to make it a string"] } ?? []
      report("\(name) must be a string, not \(node.kindInWords)", at: node.mark, hints: hint)
      return nil
    }
    guard !text.isEmpty, !text.utf8.contains(0) else {
      report("\(name) must not be empty or hold a NUL", at: node.mark)
      return nil
    }
    return text
  }

  /// A boolean.
  func bool(_ node: YAMLNode, _ name: String) -> Bool? {
    if let value = node.bool { return value }
    report("\(name) must be true or false, not \(node.kindInWords)", at: node.mark)
    return nil
  }

  /// A list, each item read by `read`; items that can't be read are left out.
  package func list<Item>(_ node: YAMLNode, _ name: String, _ read: (YAMLNode) -> Item?) -> [Item] {
    if let items = node.sequence { return items.compactMap(read) }
    report("\(name) must be a list, not \(node.kindInWords)", at: node.mark)
    return []
  }

  /// A mapping with free keys, each pair read by `read`.
  ///
  /// Null is a mapping of nothing.
  package func pairs<Item>(_ node: YAMLNode?, _ name: String, _ read: (YAMLNode, YAMLNode) -> Item?)
    -> [Item]
  {
    guard let node, !node.isNull else { return [] }
    if let pairs = node.mapping { return pairs.compactMap { read($0.key, $0.value) } }
    report("\(name) must be a mapping, not \(node.kindInWords)", at: node.mark)
    return []
  }

  /// A path below some root.
  func path(_ node: YAMLNode, _ name: String) -> RelativePath? {
    guard let text = string(node, name) else { return nil }
    if let path = RelativePath(text) { return path }
    let plain = text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    let isPlain = !text.hasPrefix("/") && RelativePath(plain) != nil
    report(
      isPlain
        ? "\(name) '\(text)' is better written '\(plain)'"
        : "\(name) '\(text)' is not a path below the root; absolute paths and '..' are refused",
      at: node.mark)
    return nil
  }

  /// A path below the repository's root, with its place.
  func declaredPath(_ node: YAMLNode, _ name: String) -> DeclaredPath? {
    path(node, name).map { DeclaredPath($0, at: location(node.mark)) }
  }

  /// A name of letters, digits, `.`, `_` and `-`, fit for files, variables and command lines.
  package func name(_ node: YAMLNode, of thing: String) -> String? {
    let text = node.text ?? ""
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
      default: false
      }
    }
    if isPlain, !text.isEmpty, !text.hasPrefix("-"), !text.hasPrefix(".") { return text }
    report(
      "'\(text)' can't name a \(thing); use letters, digits, '_', and '.' or '-' inside",
      at: node.mark)
    return nil
  }
}
