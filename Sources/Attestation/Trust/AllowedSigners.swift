// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
public import SystemPackage

/// Who may sign with which key for what: the `allowed_signers` file of OpenSSH.
///
/// Source: ssh-keygen(1), ALLOWED SIGNERS. Lines with keys of other kinds, with `cert-authority` or
/// with an option that is not known allow nothing here and are listed as passed over.
public struct AllowedSigners: Sendable {
  /// A line.
  public struct Entry: Sendable {
    /// The patterns of those who may sign, separated by commas.
    public let principals: String
    /// The key.
    public let key: VerificationKey
    let namespaces: [String]?
    let validAfter: Limit?
    let validBefore: Limit?
  }

  /// A point in time as ssh-keygen writes it: fourteen digits, in UTC or in nobody says which zone.
  struct Limit: Sendable {
    private let digits: String
    private let isUTC: Bool

    init?(_ text: String) {
      isUTC = text.hasSuffix("Z")
      let number = isUTC ? text.dropLast() : text[...]
      guard [8, 12, 14].contains(number.utf8.count),
        number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      digits = number + String(repeating: "0", count: 14 - number.utf8.count)
    }

    /// Whether a time is certainly not before this one; the clocks of the world are 12 hours behind
    /// and 14 hours ahead of UTC.
    func hasCertainlyCome(at seconds: Int64) -> Bool {
      Self.digits(seconds, later: isUTC ? 0 : -12).map { digits <= $0 } ?? false
    }

    func isCertainlyAhead(at seconds: Int64) -> Bool {
      Self.digits(seconds, later: isUTC ? 0 : 14).map { $0 < digits } ?? false
    }

    /// Nil for a time that cannot be written in such digits, of which nothing is certain.
    private static func digits(_ seconds: Int64, later hours: Int64) -> String? {
      let (sum, overflow) = seconds.addingReportingOverflow(hours * 3600)
      return overflow ? nil : Timestamp(secondsSinceEpoch: sum)?.description.filter(\.isNumber)
    }
  }

  /// A line that allows nothing.
  public struct PassedOver: Sendable {
    /// The line, from 1.
    public let line: Int
    /// Why.
    public let reason: String
  }

  private static let sizeLimit = 4 << 20

  /// The lines that allow something, in order.
  public private(set) var entries: [Entry] = []
  /// The others.
  public private(set) var passedOver: [PassedOver] = []

  /// Reads a file.
  public init(file path: FilePath) throws(AttestationError) {
    do throws(FileError) {
      self.init(parsing: try SmallFile.read(path, limit: Self.sizeLimit))
    } catch {
      throw .file(error)
    }
  }

  /// Reads the lines of a text.
  public init(parsing text: [UInt8]) {
    let lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      guard let line = String(validating: bytes, as: UTF8.self) else {
        passedOver.append(.init(line: index + 1, reason: "it is not UTF-8"))
        continue
      }
      let words = Self.words(line)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      switch Entry.read(words) {
      case .success(let entry): entries.append(entry)
      case .failure(let refusal): passedOver.append(.init(line: index + 1, reason: refusal.reason))
      }
    }
  }

  /// Whether a list of patterns, such as the first word of a line, names a principal.
  ///
  /// As OpenSSH has it: one pattern must match, and none that begins with `!`.
  public static func allows(_ patterns: String, principal: String) -> Bool {
    var isAllowed = false
    for pattern in split(patterns, at: ",") where !pattern.isEmpty {
      if pattern.hasPrefix("!") {
        if Wildcard.matches(String(pattern.dropFirst()), principal) { return false }
      } else if Wildcard.matches(pattern, principal) {
        isAllowed = true
      }
    }
    return isAllowed
  }

  private static func words(_ line: String) -> [String] {
    split(line.replacing("\t", with: " ").replacing("\r", with: " "), at: " ")
      .filter { !$0.isEmpty }
  }

  /// Splits a text at a separator where it is not between double quotes.
  fileprivate static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" { isQuoted.toggle() }
      if !isQuoted, scalar == separator {
        parts.append(String(part))
        part = .init()
      } else {
        part.append(scalar)
      }
    }
    return parts + [String(part)]
  }
}

extension AllowedSigners.Entry {
  struct Refusal: Error { let reason: String }

  fileprivate static func read(_ words: [String]) -> Result<Self, Refusal> {
    let hasOptions = words.count > 3 && SSHKeyKind.named(words[1]) == nil
    let kind = hasOptions ? 2 : 1
    guard words.count > kind + 1 else { return .failure(.init(reason: "it has too few words")) }
    guard
      let key = VerificationKey.ssh(
        kind: Array(words[kind].utf8)[...], base64: Array(words[kind + 1].utf8)[...])
    else { return .failure(.init(reason: "its key is of a kind that is not known")) }
    var options = Options()
    if hasOptions, let reason = options.read(words[1]) { return .failure(.init(reason: reason)) }
    return .success(
      Self(
        principals: words[0].filter { $0 != "\"" }, key: key, namespaces: options.namespaces,
        validAfter: options.validAfter, validBefore: options.validBefore))
  }

  /// Whether the line lets its key sign for a purpose at a time, in seconds since 1970.
  ///
  /// Times without a `Z` are in the zone of whoever wrote them; the strictest zone is taken.
  public func allows(_ namespace: String, at seconds: Int64) -> Bool {
    if let namespaces, !namespaces.contains(where: { Wildcard.matches($0, namespace) }) {
      return false
    }
    return validAfter?.hasCertainlyCome(at: seconds) ?? true
      && validBefore?.isCertainlyAhead(at: seconds) ?? true
  }

  private struct Options {
    var namespaces: [String]?
    var validAfter: AllowedSigners.Limit?
    var validBefore: AllowedSigners.Limit?

    /// Takes in the options; gives the reason when one of them cannot be honoured.
    ///
    /// An option that comes twice is none that OpenSSH would take, and nobody knows which one counts.
    mutating func read(_ text: String) -> String? {
      var seen: Set<String> = []
      for option in AllowedSigners.split(text, at: ",") {
        let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
        let name = parts.first?.lowercased() ?? ""
        let value = parts.count == 2 ? parts[1].filter { $0 != "\"" } : ""
        guard seen.insert(name).inserted else {
          return "its option '\(PrintableText.escape(name))' comes twice"
        }
        switch name {
        case "namespaces": namespaces = value.split(separator: ",").map(String.init)
        case "valid-after":
          validAfter = .init(value)
          if validAfter == nil { return "'\(name)' is no time" }
        case "valid-before":
          validBefore = .init(value)
          if validBefore == nil { return "'\(name)' is no time" }
        default: return "its option '\(PrintableText.escape(name))' is not known"
        }
      }
      return nil
    }
  }
}
