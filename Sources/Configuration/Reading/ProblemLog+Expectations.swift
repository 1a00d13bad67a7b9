// SPDX-License-Identifier: Apache-2.0

import Findings
import YAML

extension ProblemLog {
  func expectations(_ node: YAMLNode) -> Expectations {
    var expectations = Expectations()
    guard let section = Section(node, "'expect'", keys: ["metrics", "profile"], log: self) else {
      return expectations
    }
    expectations.metrics = pairs(section["metrics"], "'metrics'") { key, value in
      bounded(key, bound(value))
    }
    expectations.profile = pairs(section["profile"], "'profile'") { key, value in
      guard let name = key.text, !name.isEmpty else { return nil }
      let limits = pairs(value, "'\(name)' in 'profile'") { bounded($0, limit($1)) }
      return Expectations.Column(name: name, limits: limits, location: location(key.mark))
    }
    return expectations
  }

  private func bounded(_ key: YAMLNode, _ bound: MetricBound?) -> Expectations.Bounded? {
    guard let bound else { return nil }
    guard let name = key.text, !name.isEmpty else {
      report("a metric's name must not be empty", at: key.mark)
      return nil
    }
    return Expectations.Bounded(name: name, bound: bound, location: location(key.mark))
  }

  private func bound(_ node: YAMLNode) -> MetricBound? {
    if let bound = node.string.flatMap({ MetricBound($0) }) { return bound }
    report(
      "'\(node.text ?? node.kindInWords)' is no bound; write \">= 0.8\", \"< 3\", \"== 1\""
        + " or \"0.7..0.9\"", at: node.mark)
    return nil
  }

  /// A bound, or a number that is the largest allowed.
  private func limit(_ node: YAMLNode) -> MetricBound? {
    guard let number = node.double else { return bound(node) }
    if let bound = MetricBound(atMost: number) { return bound }
    report("a limit must be finite", at: node.mark)
    return nil
  }
}
