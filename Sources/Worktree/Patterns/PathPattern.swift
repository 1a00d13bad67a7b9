// SPDX-License-Identifier: Apache-2.0

/// A path being matched: its bytes, where its last component starts, and whether it is a folder.
struct PathSubject {
  /// From the root, without a final slash.
  let bytes: [UInt8]
  let nameStart: Int
  let isFolder: Bool

  init(_ bytes: [UInt8], isFolder: Bool) {
    self.bytes = bytes
    nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    self.isFolder = isFolder
  }

  var name: ArraySlice<UInt8> { bytes[nameStart...] }
}

/// One pattern of a `.gitignore` or `.gitattributes` file, as gitignore(5) defines it.
struct PathPattern: Sendable {
  /// How the pattern is compared; the common forms need no wildcard matcher.
  private enum Form: Sendable {
    /// The name is exactly this.
    case name([UInt8])
    /// The name ends in this.
    case suffix([UInt8])
    /// The name matches.
    case nameWildcard(Wildmatch)
    /// The path below the file's folder is exactly this.
    case path([UInt8])
    /// The path below the file's folder starts with this, and the remainder matches.
    case pathWildcard([UInt8], Wildmatch)
  }

  /// Whether it started with `!`.
  let isNegative: Bool
  /// Whether it ended in `/`.
  let onlyFolders: Bool
  private let form: Form
  private let foldsCase: Bool

  /// Reads a pattern without the white space around it.
  init(_ text: ArraySlice<UInt8>, foldsCase: Bool) {
    var rest = text
    isNegative = rest.first == UInt8(ascii: "!")
    if isNegative { rest = rest.dropFirst() }
    let isSuffix = rest.first == UInt8(ascii: "*") && !Self.hasWildcard(rest.dropFirst())
    onlyFolders = rest.last == UInt8(ascii: "/")
    if onlyFolders { rest = rest.dropLast() }
    self.foldsCase = foldsCase
    form =
      rest.contains(UInt8(ascii: "/"))
      ? Self.pathForm(rest, foldsCase) : Self.nameForm(rest, isSuffix, foldsCase)
  }

  private static func nameForm(_ text: ArraySlice<UInt8>, _ isSuffix: Bool, _ foldsCase: Bool)
    -> Form
  {
    if !hasWildcard(text) { return .name(fold(text, foldsCase)) }
    if isSuffix { return .suffix(fold(text.dropFirst(), foldsCase)) }
    return .nameWildcard(Wildmatch(text, isPath: false, foldsCase: foldsCase))
  }

  /// Git compares what stands before the first wildcard by itself and matches only the remainder,
  /// which makes `**` right after it stand at the start of a pattern; so it must be done here too.
  private static func pathForm(_ text: ArraySlice<UInt8>, _ foldsCase: Bool) -> Form {
    let text = text.first == UInt8(ascii: "/") ? text.dropFirst() : text
    let literal = text.prefix { !isWildcard($0) }
    if literal.count == text.count { return .path(fold(text, foldsCase)) }
    let remainder = Wildmatch(text[literal.endIndex...], isPath: true, foldsCase: foldsCase)
    return .pathWildcard(fold(literal, foldsCase), remainder)
  }

  private static func isWildcard(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
    default: false
    }
  }

  private static func hasWildcard(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains(where: isWildcard)
  }

  private static func fold(_ text: ArraySlice<UInt8>, _ foldsCase: Bool) -> [UInt8] {
    foldsCase ? text.map(ASCII.lowercased) : Array(text)
  }

  /// What a name must end in to match; nil when more than that matters.
  var suffix: [UInt8]? {
    switch form {
    case .name(let text) where !foldsCase: text
    case .suffix(let text) where !foldsCase: text
    default: nil
    }
  }

  /// Whether it matches a path that lies below the pattern's folder.
  ///
  /// The base is the number of bytes of the folder's path with its final slash, which the path
  /// starts with.
  func matches(_ subject: PathSubject, base: Int) -> Bool {
    if onlyFolders && !subject.isFolder { return false }
    switch form {
    case .name(let name): return equal(subject.name, name[...])
    case .suffix(let suffix):
      return subject.name.count >= suffix.count
        && equal(subject.name.suffix(suffix.count), suffix[...])
    case .nameWildcard(let pattern): return pattern.matches(subject.name)
    case .path(let path): return equal(subject.bytes[base...], path[...])
    case .pathWildcard(let literal, let pattern):
      let below = subject.bytes[base...]
      return below.count >= literal.count && equal(below.prefix(literal.count), literal[...])
        && pattern.matches(below.dropFirst(literal.count))
    }
  }

  private func equal(_ text: ArraySlice<UInt8>, _ folded: ArraySlice<UInt8>) -> Bool {
    guard text.count == folded.count else { return false }
    return foldsCase ? text.lazy.map(ASCII.lowercased).elementsEqual(folded) : text == folded
  }
}
