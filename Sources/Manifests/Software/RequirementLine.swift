// SPDX-License-Identifier: Apache-2.0

/// One logical line of a file that `pip install -r` reads.
///
/// The format is `pip.pypa.io/en/stable/reference/requirements-file-format`; names are compared as
/// PEP 503 normalizes them.
package enum RequirementLine: Equatable {
  /// Another file of requirements.
  case include(String)
  /// A file that may pin what others ask for.
  case constraint(String)
  /// Software to install.
  case requirement(Requirement)

  /// What a line asks for.
  package struct Requirement: Equatable {
    /// As written, without hashes and markers.
    package let text: String
    /// The normalized name; nil for a bare path or address.
    package let name: String?
    package let isPinned: Bool
    package let isHashed: Bool
    /// A folder or file of the repository itself, which the commit pins.
    package let isLocal: Bool
    /// The versions it takes, without blanks; empty for addresses.
    package var specifier = ""
    /// Whether a marker says where it is wanted at all.
    package var isConditional = false
    /// Whether it names an address or a path instead of versions.
    package var isDirect = false
    /// Whether it has the option that makes pip want hashes of everything; a digest in an address
    /// does not.
    package var wantsHashes = false
  }

  /// The lines that ask for something, with their numbers from 1.
  package static func lines(of text: String) -> [(line: RequirementLine, number: Int)] {
    var lines: [(line: RequirementLine, number: Int)] = []
    var pending = ""
    var start = 1
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if pending.isEmpty { start = index + 1 }
      let isComment = raw.drop { $0 == " " || $0 == "\t" }.hasPrefix("#")
      if raw.hasSuffix("\\"), !isComment {
        pending += raw.dropLast()
        continue
      }
      if let line = RequirementLine(pending + raw) { lines.append((line, start)) }
      pending = ""
    }
    if let line = RequirementLine(pending) { lines.append((line, start)) }
    return lines
  }

  /// Nil for blank lines, comments, and options that name no software.
  package init?(_ raw: String) {
    let words = Self.words(raw)
    guard let first = words.first else { return nil }
    let (option, value) = Self.option(words)
    switch option {
    case "-r", "--requirement": self = .include(value)
    case "-c", "--constraint": self = .constraint(value)
    case "-e", "--editable": self = .requirement(Self.address(value, isHashed: false))
    case "":
      var requirement = Self.requirement(words)
      requirement.wantsHashes = words.contains { $0.hasPrefix("--hash") }
      self = .requirement(requirement)
    default:
      guard !first.hasPrefix("-") else { return nil }
      return nil
    }
  }

  /// Words up to a comment, which starts a line or follows a blank.
  private static func words(_ raw: String) -> [Substring] {
    Array(raw.split { $0 == " " || $0 == "\t" }.prefix { !$0.hasPrefix("#") })
  }

  /// The option that a line starts with, and its value; an empty name when there is none.
  private static func option(_ words: [Substring]) -> (name: String, value: String) {
    guard let first = words.first, first.hasPrefix("-") else { return ("", "") }
    if first.hasPrefix("--"), let equals = first.firstIndex(of: "=") {
      return (String(first[..<equals]), String(first[first.index(after: equals)...]))
    }
    if !first.hasPrefix("--"), first.count > 2 {
      return (String(first.prefix(2)), String(first.dropFirst(2)))
    }
    return (String(first), words.dropFirst().first.map(String.init) ?? "")
  }

  private static func requirement(_ words: [Substring]) -> Requirement {
    let isHashed = words.contains { $0.hasPrefix("--hash") }
    let body = words.prefix { !$0.hasPrefix("--") }.joined(separator: " ")
    let name = String(
      body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
    let rest = body.dropFirst(name.count).drop { $0 == " " }
    let afterExtras =
      rest.hasPrefix("[") ? rest.drop { $0 != "]" }.dropFirst().drop { $0 == " " } : rest
    if name.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("+") || rest.hasPrefix(":")
      || body.hasSuffix(".whl")
    {
      return address(body, isHashed: isHashed)
    }
    if afterExtras.hasPrefix("@") {
      let target = afterExtras.dropFirst().drop { $0 == " " }.prefix { $0 != " " }
      let source = address(String(target), isHashed: isHashed)
      return Requirement(
        text: body, name: normalize(name), isPinned: source.isPinned, isHashed: source.isHashed,
        isLocal: source.isLocal, isConditional: body.contains(";"), isDirect: true)
    }
    let specifier = afterExtras.prefix { $0 != ";" }.filter { $0 != " " && $0 != "(" && $0 != ")" }
    let shown = body.prefix { $0 != ";" }
    return Requirement(
      text: String(shown.reversed().drop { $0 == " " }.reversed()), name: normalize(name),
      isPinned: isPin(specifier), isHashed: isHashed, isLocal: false, specifier: specifier,
      isConditional: afterExtras.contains(";"))
  }

  /// `==VERSION` without a wildcard, or `===VERSION`, alone or among others.
  private static func isPin(_ specifier: String) -> Bool {
    specifier.split(separator: ",").contains { part in
      part.hasPrefix("==") && part.drop { $0 == "=" }.isEmpty == false && !part.contains("*")
    }
  }

  /// A path, a direct address, or `git+https://…@COMMIT`.
  private static func address(_ text: String, isHashed: Bool) -> Requirement {
    let location = text.prefix { $0 != "#" && $0 != ";" }
    let fragment = text.dropFirst(location.count)
    let isLocal = !location.contains("://") && isInside(location)
    let hasDigest = isHashed || fragment.contains("sha256=") || fragment.contains("sha512=")
    let revision = location.split(separator: "@").last ?? ""
    let isCommit =
      location.contains("+") && revision.count >= 40 && revision.allSatisfy(\.isHexDigit)
    return Requirement(
      text: String(location), name: nil, isPinned: isLocal || hasDigest || isCommit,
      isHashed: hasDigest, isLocal: isLocal)
  }

  /// Whether a path leads to a file of the repository, as far as it can be told from the path: not
  /// one from the root of the machine, and nothing that is filled in or that is no text.
  private static func isInside(_ path: Substring) -> Bool {
    !path.hasPrefix("/") && !path.hasPrefix("~")
      && !path.contains { "$\\\0\u{fffd}".contains($0) }
  }

  /// The text of a file, as pip reads it: PowerShell's `>` writes UTF-16, with its mark.
  package static func text(of bytes: [UInt8]) -> String {
    let isLittle = bytes.starts(with: [0xff, 0xfe])
    guard isLittle || bytes.starts(with: [0xfe, 0xff]) else {
      let hasMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
      return String(decoding: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// Lower case, runs of `-`, `_` and `.` as one `-`.
  package static func normalize(_ name: some StringProtocol) -> String {
    name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }
}
