// SPDX-License-Identifier: Apache-2.0

import Findings
import YAML

extension ProblemLog {
  func gate(_ node: YAMLNode, knownRules: [String]?) -> GateSettings {
    var gate = GateSettings()
    let keys = ["rules", "protect", "waivers"]
    guard let section = Section(node, "'gate'", keys: keys, log: self) else { return gate }
    gate.rules = pairs(section["rules"], "'rules'") { key, value in
      ruleSetting(key, value, known: knownRules)
    }
    gate.protect =
      section["protect"].map { node in
        list(node, "'protect'") { refPattern($0, "a pattern in 'protect'") }
      } ?? []
    gate.waivers =
      section["waivers"].map { node in
        list(node, "'waivers'") { waiver($0, known: knownRules) }
      } ?? []
    return gate
  }

  private func ruleSetting(_ key: YAMLNode, _ value: YAMLNode, known: [String]?)
    -> GateSettings.RuleSetting?
  {
    guard let rule = rule(key, known: known) else { return nil }
    guard let level = value.text.flatMap(RuleLevel.init) else {
      let levels = RuleLevel.allCases.map(\.rawValue).joined(separator: ", ")
      report("the level of '\(rule)' must be one of \(levels)", at: value.mark)
      return nil
    }
    return GateSettings.RuleSetting(rule: rule, level: level, location: location(key.mark))
  }

  private func rule(_ node: YAMLNode, known: [String]?) -> String? {
    guard let id = string(node, "a rule's id") else { return nil }
    if let known, !known.contains(id) {
      let guess = Suggestion.nearest(to: id, among: known).map { "; did you mean '\($0)'?" } ?? ""
      report(
        "there is no rule '\(id)'\(guess)", at: node.mark, hints: ["modelgate check --list-rules"])
      return nil
    }
    return id
  }

  private func refPattern(_ node: YAMLNode, _ what: String) -> RefPattern? {
    guard let text = string(node, what) else { return nil }
    do throws(GlobError) {
      return try RefPattern(checking: text)
    } catch {
      report("'\(text)' is no pattern: \(error.problem)", at: node.mark)
      return nil
    }
  }

  private func waiver(_ node: YAMLNode, known: [String]?) -> Waiver? {
    let keys = ["rule", "path", "commit", "ref", "reason", "expires"]
    guard let section = Section(node, "the waiver", keys: keys, log: self) else { return nil }
    let rule = section.required("rule").flatMap { self.rule($0, known: known) }
    let scope = scope(section)
    let reason = section.required("reason").flatMap { string($0, "'reason' of the waiver") }
    let expires = section.required("expires").flatMap(day)
    guard let rule, let scope, let reason, let expires else { return nil }
    return Waiver(
      rule: rule, scope: scope, reason: reason, expires: expires, at: location(node.mark))
  }

  /// Exactly one key says what a waiver is about.
  private func scope(_ section: Section) -> Waiver.Scope? {
    switch (section["path"], section["commit"], section["ref"]) {
    case (let path?, nil, nil): return pathPattern(path).map(Waiver.Scope.path)
    case (nil, let commit?, nil): return commitID(commit).map(Waiver.Scope.commit)
    case (nil, nil, let reference?):
      return refPattern(reference, "'ref' of the waiver").map(Waiver.Scope.reference)
    default:
      report("the waiver needs one of the keys 'path', 'commit' and 'ref'", at: section.mark)
      return nil
    }
  }

  /// A whole id: what a short one names changes.
  private func commitID(_ node: YAMLNode) -> String? {
    let isDigit = { (byte: UInt8) in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    if let id = node.text, id.utf8.count == 40, id.utf8.allSatisfy(isDigit) { return id }
    report(
      "'commit' of the waiver must be a whole id, 40 hexadecimal digits, not "
        + "'\(node.text ?? node.kindInWords)'", at: node.mark,
      hints: ["git rev-parse HEAD"])
    return nil
  }

  private func pathPattern(_ node: YAMLNode) -> PathPattern? {
    guard let text = string(node, "'path' of the waiver") else { return nil }
    do throws(GlobError) {
      return try PathPattern(checking: text)
    } catch {
      report("'\(text)' is no pattern: \(error.problem)", at: node.mark)
      return nil
    }
  }

  private func day(_ node: YAMLNode) -> CalendarDay? {
    if let day = node.text.flatMap({ CalendarDay($0) }) { return day }
    report(
      "'expires' of the waiver must be a day as YYYY-MM-DD, not '\(node.text ?? node.kindInWords)'",
      at: node.mark)
    return nil
  }
}
