// SPDX-License-Identifier: Apache-2.0

public import Findings

/// A named check: a pure function of a snapshot of facts.
public struct Rule: Sendable {
  /// One thing that a rule found, before it is known how much that weighs.
  public struct Violation: Sendable {
    /// Where.
    public var location: Location?
    /// What.
    public var message: String
    /// What to type.
    public var hints: [String]
    /// Whether the rule could not decide; then no level makes it pass.
    public var isUndecided: Bool
    /// Whether it is about all that is in the folder at its place.
    public var isOfFolder: Bool

    /// Says what was found, where, and what to type.
    public init(
      _ message: String, at location: Location? = nil, hints: [String] = [],
      isUndecided: Bool = false, isOfFolder: Bool = false
    ) {
      self.location = location
      self.message = message
      self.hints = hints
      self.isUndecided = isUndecided
      self.isOfFolder = isOfFolder
    }
  }

  /// `family/name`.
  public let id: String
  /// One line for lists.
  public let title: String
  /// A paragraph for `--explain` and for the rule's page: what it catches, and why that matters.
  public let explanation: String
  /// What its findings weigh in each preset, unless the policy says otherwise.
  public let level: @Sendable (Preset) -> RuleLevel
  /// Looks for the case.
  public let find: @Sendable (Snapshot) -> [Violation]

  /// Defines a rule that weighs the same in every preset.
  public init(
    id: String, title: String, explanation: String, level: RuleLevel = .error,
    find: @escaping @Sendable (Snapshot) -> [Violation]
  ) {
    self.init(id: id, title: title, explanation: explanation, levels: { _ in level }, find: find)
  }

  /// Defines a rule whose weight depends on the preset.
  public init(
    id: String, title: String, explanation: String,
    levels: @escaping @Sendable (Preset) -> RuleLevel,
    find: @escaping @Sendable (Snapshot) -> [Violation]
  ) {
    self.id = id
    self.title = title
    self.explanation = explanation
    level = levels
    self.find = find
  }
}
