// SPDX-License-Identifier: Apache-2.0

import Findings
import YAML

extension Configuration {
  /// Reads a configuration, or says everything that is wrong with it.
  ///
  /// The bytes are YAML 1.2 in UTF-8, and `file` is their name in messages and locations. An id
  /// that is not among `rules` is a problem; nil takes any id.
  public init(
    parsing bytes: [UInt8], file: String = Configuration.fileName, rules: [String]? = nil
  ) throws(ConfigurationError) {
    let log = ProblemLog(file: file, source: bytes)
    self.init()
    do {
      read(try YAMLNode.parse(bytes, limits: .handwritten), rules: rules, log: log)
    } catch {
      log.report(error.problem, at: error.mark, hints: SyntaxHint.hints(for: bytes, error))
    }
    if let error = log.error() { throw error }
  }

  private mutating func read(_ node: YAMLNode, rules: [String]?, log: ProblemLog) {
    let keys = ["version", "data", "pipelines", "gate", "expect", "trust"]
    guard let root = Section(node, "the configuration", keys: keys, log: log) else { return }
    if let version = root.required("version") { Self.check(version: version, log: log) }
    data = log.datasets(root["data"])
    pipelines = log.pipelines(root["pipelines"], data: log.names(root["data"]))
    if let node = root["gate"] { gate = log.gate(node, knownRules: rules) }
    if let node = root["expect"] { expect = log.expectations(node) }
    if let node = root["trust"] { trust = log.trust(node) }
  }

  private static func check(version node: YAMLNode, log: ProblemLog) {
    guard let version = node.integer else {
      log.report("'version' must be an integer, not \(node.kindInWords)", at: node.mark)
      return
    }
    guard version != Configuration.version else { return }
    log.report(
      "version \(version) is not understood; this modelgate reads version \(Configuration.version)",
      at: node.mark)
  }
}

extension ProblemLog {
  func trust(_ node: YAMLNode) -> TrustSettings {
    var settings = TrustSettings()
    guard let section = Section(node, "'trust'", keys: ["signers", "gpg"], log: self) else {
      return settings
    }
    settings.signers = section["signers"].flatMap { declaredPath($0, "'signers'") }
    settings.gpg = section["gpg"].flatMap { declaredPath($0, "'gpg'") }
    return settings
  }
}

/// Advice for the slips that YAML's own messages don't explain.
enum SyntaxHint {
  static func hints(for source: [UInt8], _ error: YAMLError) -> [String] {
    let lines = source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(error.line - 1) else { return [] }
    let line = String(decoding: lines[error.line - 1], as: UTF8.self)
    if line.contains("\t") { return ["indent with spaces; YAML takes no tabs there"] }
    if line.contains(": >") || line.contains(": *") || line.contains(": @") {
      return ["put values that start with '>', '*' or '@' in quotes, for example \">= 0.8\""]
    }
    return []
  }
}
