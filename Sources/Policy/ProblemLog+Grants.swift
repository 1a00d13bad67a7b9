// SPDX-License-Identifier: Apache-2.0

import Configuration
import Findings
import YAML

extension ProblemLog {
  /// Who may attest what.
  func grants(_ node: YAMLNode, _ names: [String]) -> [SignerGrant] {
    filled(node, "'grants'") { grant($0, names) }
  }

  /// Every respect must be named: what is left out could be taken for "any" or for "none".
  private func grant(_ node: YAMLNode, _ names: [String]) -> SignerGrant? {
    let keys = [
      "signers", "attests", "builders", "pipelines", "repositories", "refs", "after", "until",
    ]
    guard let section = Section(node, "the grant", keys: keys, log: self) else { return nil }
    let signers = section.required("signers").map { node in
      filled(node, "'signers' of the grant") { knownSigner($0, names) }
    }
    let kinds = section.required("attests").map { filled($0, "'attests' of the grant", kind) }
    let builders = scope(section, "builders", TextPattern.init(checking:))
    let pipelines = scope(section, "pipelines", TextPattern.init(checking:))
    let repositories = scope(section, "repositories", TextPattern.init(checking:))
    let references = scope(section, "refs", RefPattern.init(checking:))
    let after = section["after"].flatMap { ledgerHead($0, "'after' of the grant") }
    let until = section["until"].flatMap { ledgerHead($0, "'until' of the grant") }
    guard let signers, let kinds, let builders, let pipelines, let repositories, let references
    else { return nil }
    return SignerGrant(
      signers: signers, kinds: Set(kinds), builders: builders, pipelines: pipelines,
      repositories: repositories, references: references, after: after, until: until,
      location: location(node.mark))
  }

  private func kind(_ node: YAMLNode) -> Claim.Kind? {
    let known = Claim.Kind.allCases.map(\.rawValue)
    if let text = node.string, let kind = Claim.Kind(rawValue: text) { return kind }
    report("'attests' takes \(known.joined(separator: ", "))", at: node.mark)
    return nil
  }

  /// The word `any`, or patterns.
  private func scope<Pattern>(
    _ section: Section, _ key: String, _ make: (String) throws(GlobError) -> Pattern
  ) -> Scope<Pattern>? {
    guard let node = section.required(key) else { return nil }
    if let text = node.string {
      if text.utf8.elementsEqual("any".utf8) { return .any }
      report("'\(key)' of the grant must be a list, or the word any", at: node.mark)
      return nil
    }
    let patterns = filled(node, "'\(key)' of the grant") { item -> Pattern? in
      guard let text = string(item, "a pattern in '\(key)'") else { return nil }
      do throws(GlobError) {
        return try make(text)
      } catch {
        report("'\(text)' is no pattern: \(error.problem)", at: item.mark)
        return nil
      }
    }
    return .matching(patterns)
  }
}
