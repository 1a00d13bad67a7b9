// SPDX-License-Identifier: Apache-2.0

import Configuration
import Findings

/// Something that a model must be before it is accepted, by the words of `--require` and of a
/// policy's `require:`.
public enum Requirement: Hashable, Sendable, CustomStringConvertible {
  /// A trusted signature names this very file.
  case signed
  /// The ledger holds the attestation.
  case recorded
  /// modelgate built it in a clean room from a commit that is here, with data and dependencies that
  /// are versioned by that commit.
  case clean
  /// A trusted signer says that the gate passed the commit.
  case gated
  /// Somebody other than the builder built it again, and it came out the same.
  case rebuilt
  /// The commit is reachable from a reference that a pattern names.
  case reachable(from: ReachPattern)

  /// Each word with what it asks for, for help texts.
  public static let words: [(word: String, meaning: String)] = [
    ("signed", "a trusted signature names this very file"),
    ("recorded", "the ledger holds the attestation"),
    ("clean", "modelgate built it from a commit that versions all its code, data and dependencies"),
    ("gated", "a trusted signer attests that the gate passed the commit"),
    ("rebuilt", "someone else built it again, the same byte for byte, and the ledger says so"),
    (
      "reachable-from=PATTERN",
      "the commit is in the history of a branch or tag of such a name, e.g. v1.* or refs/tags/v*"
    ),
  ]

  /// Reads a word; nil when it is none.
  public init?(_ text: String) {
    let plain: [Requirement] = [.signed, .recorded, .clean, .gated, .rebuilt]
    if let word = plain.first(where: { $0.description.utf8.elementsEqual(text.utf8) }) {
      self = word
      return
    }
    let prefix = "reachable-from="
    guard text.utf8.starts(with: prefix.utf8),
      let pattern = ReachPattern(String(text.dropFirst(prefix.count)))
    else { return nil }
    self = .reachable(from: pattern)
  }

  /// The word.
  public var description: String {
    switch self {
    case .signed: "signed"
    case .recorded: "recorded"
    case .clean: "clean"
    case .gated: "gated"
    case .rebuilt: "rebuilt"
    case .reachable(let pattern): "reachable-from=\(pattern)"
    }
  }

  /// What is wrong with a text that is no word.
  public static func explain(_ text: String) -> String {
    let known = words.map(\.word)
    let guess = Suggestion.nearest(to: text, among: known).map { "; did you mean '\($0)'?" }
    return "'\(PrintableText.escape(text))' is no requirement"
      + (guess ?? "; they are \(known.joined(separator: ", "))")
  }
}

/// Names of references: a full one, or the short one of a branch, a tag or a remote's branch.
public struct ReachPattern: Hashable, Sendable, CustomStringConvertible {
  private let patterns: [RefPattern]
  /// The pattern as it was written.
  public let description: String

  init?(_ text: String) {
    let isFull = text.utf8.starts(with: "refs/".utf8)
    let texts = isFull ? [text] : ["heads", "tags", "remotes"].map { "refs/\($0)/\(text)" }
    patterns = texts.compactMap { RefPattern($0) }
    guard !text.isEmpty, patterns.count == texts.count else { return nil }
    description = text
  }

  /// Whether it names a reference, given by its full name.
  public func matches(_ reference: String) -> Bool {
    patterns.contains { $0.matches(reference) }
  }
}
