// SPDX-License-Identifier: Apache-2.0

import Findings
package import YAML

/// A mapping whose keys are known beforehand.
package struct Section {
  /// What it is in words, for messages: `pipeline 'churn'`.
  let name: String
  package let mark: YAMLMark
  private let node: YAMLNode
  private let log: ProblemLog

  /// Reports what is no mapping, and keys that are not known.
  ///
  /// Null is a mapping of nothing.
  package init?(_ node: YAMLNode, _ name: String, keys: [String], log: ProblemLog) {
    guard node.isNull || node.mapping != nil else {
      log.report("\(name) must be a mapping, not \(node.kindInWords)", at: node.mark)
      return nil
    }
    self.name = name
    self.node = node
    self.log = log
    mark = node.mark
    for (key, _) in node.mapping ?? [] { Self.check(key, of: name, keys: keys, log: log) }
  }

  private static func check(_ key: YAMLNode, of name: String, keys: [String], log: ProblemLog) {
    let word = key.text ?? ""
    guard !keys.contains(word) else { return }
    let guess = Suggestion.nearest(to: word, among: keys).map { "; did you mean '\($0)'?" }
    let known = "; its keys are \(keys.joined(separator: ", "))"
    log.report("unknown key '\(word)' in \(name)\(guess ?? known)", at: key.mark)
  }

  /// The value under a key.
  package subscript(key: String) -> YAMLNode? { node[key] }

  /// The value under a key; a key that is missing is reported.
  package func required(_ key: String) -> YAMLNode? {
    if let value = node[key] { return value }
    log.report("\(name) lacks the key '\(key)'", at: mark)
    return nil
  }
}
