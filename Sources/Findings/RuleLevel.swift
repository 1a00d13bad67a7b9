// SPDX-License-Identifier: Apache-2.0

/// What a rule's findings weigh.
public enum RuleLevel: String, Sendable, CaseIterable {
  /// They refuse.
  case error
  /// They are said.
  case warn
  /// They are not looked for.
  case off
}
