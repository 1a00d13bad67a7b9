// SPDX-License-Identifier: Apache-2.0

extension Stamp {
  /// A repository's address without what may be secret: user info, query and fragment.
  ///
  /// It takes what git takes as a remote: `scheme://[user[:password]@]host[:port]/path`, the
  /// scp-like `[user@]host:path`, `helper::address` and plain paths. A path stays as it is: it
  /// holds neither user info nor a query.
  ///
  /// - Returns: nil when nothing is left that may be told, for example for a command in `ext::`.
  public static func publicRepositoryURL(_ address: String) -> String? {
    guard !address.isEmpty, isPrintable(address), hasPlainDelimiters(address) else { return nil }
    if let helper = remoteHelper(address) {
      let rest = address.dropFirst(helper.count + 2)
      guard rest.contains("://") else { return nil }
      return publicRepositoryURL(String(rest)).map { "\(helper)::\($0)" }
    }
    if let scheme = scheme(address) {
      let rest = address.dropFirst(scheme.count + 3)
      return publicHierarchy(rest, isFile: scheme == "file").map { "\(scheme)://\($0)" }
    }
    return isSCPLike(address) ? withoutSCPUser(address) : address
  }

  /// Whether no delimiter hides under a combining mark, where a search for characters misses it.
  private static func hasPlainDelimiters(_ address: String) -> Bool {
    address.allSatisfy { character in
      let scalars = character.unicodeScalars
      return scalars.count == 1 || !scalars.contains { "@:/?#".unicodeScalars.contains($0) }
    }
  }

  /// The name before `::`, as gitremote-helpers(7) writes it.
  private static func remoteHelper(_ address: String) -> Substring? {
    let name = address.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return !name.isEmpty && address.dropFirst(name.count).hasPrefix("::") ? name : nil
  }

  private static func scheme(_ address: String) -> Substring? {
    let name = address.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    return !name.isEmpty && address.dropFirst(name.count).hasPrefix("://") ? name : nil
  }

  /// What follows `scheme://`, cut on both sides.
  private static func publicHierarchy(_ text: Substring, isFile: Bool) -> String? {
    var rest = text
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    if let at = rest[..<end].lastIndex(of: "@") {
      rest = rest[rest.index(after: at)...]
    } else if !isFile, !isHost(rest[..<end]) || rest[end...].first != "/" {
      // A password may hold an unescaped '/', '?' or '#', which ends the authority too early.
      if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    }
    let kept = rest.prefix { $0 != "?" && $0 != "#" }
    guard isFile || isHost(kept.prefix { $0 != "/" }) else { return nil }
    return kept.isEmpty ? nil : String(kept)
  }

  /// Whether text is `host[:port]` (RFC 3986), so that no password can hide after the colon.
  private static func isHost(_ text: Substring) -> Bool {
    var port = text[...]
    if text.first == "[" {
      guard let bracket = text.firstIndex(of: "]") else { return false }
      port = text[text.index(after: bracket)...]
    } else {
      port = text.drop { $0 != ":" }
      guard port.startIndex > text.startIndex else { return false }
    }
    return port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy(isDigit))
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  /// Whether git takes an address without scheme for `host:path`: a colon comes before any slash.
  private static func isSCPLike(_ address: String) -> Bool {
    address.first { $0 == ":" || $0 == "/" } == ":"
  }

  /// Cuts `user@` and, although ssh knows no such form, `user:password@`.
  private static func withoutSCPUser(_ address: String) -> String? {
    let head = address.prefix { $0 != "/" }
    let isPassword = head.split(separator: ":", omittingEmptySubsequences: false).count > 2
    let user = isPassword ? head : head.prefix { $0 != ":" }
    guard let at = user.lastIndex(of: "@") else { return address }
    let kept = address[address.index(after: at)...]
    return kept.isEmpty || kept.hasPrefix(":") ? nil : String(kept)
  }
}
