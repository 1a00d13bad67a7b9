// SPDX-License-Identifier: Apache-2.0

import Files

/// The settings of git's own command line, which it hands to hooks: `git -c KEY=VALUE`, and what
/// `GIT_CONFIG_COUNT` says.
///
/// Git gives up where they are malformed; here nothing is taken from what is.
enum CommandLineSettings {
  /// All values of a key, whose name is in lower case, in git's order; "" for one that has none.
  static func values(of key: String) -> [String] {
    let environment = Program.environment
    let settings = counted(environment) + parameters(environment["GIT_CONFIG_PARAMETERS"] ?? "")
    return settings.filter { $0.key.lowercased() == key }.map(\.value)
  }

  /// `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0`, `GIT_CONFIG_VALUE_0` and so on.
  private static func counted(_ environment: [String: String]) -> [(key: String, value: String)] {
    // More than an environment has room for is no number of settings.
    guard let count = environment["GIT_CONFIG_COUNT"].flatMap(UInt16.init) else { return [] }
    let settings = (0..<count).map { number in
      (environment["GIT_CONFIG_KEY_\(number)"], environment["GIT_CONFIG_VALUE_\(number)"])
    }
    let whole = settings.compactMap { key, value in key.flatMap { key in value.map { (key, $0) } } }
    return whole.count == settings.count ? whole : []
  }

  /// `'KEY'='VALUE' 'KEY'= 'KEY=VALUE'`, quoted for a shell; the last form is that of git before
  /// 2.31.
  static func parameters(_ text: String) -> [(key: String, value: String)] {
    var rest = Array(text.utf8)[...]
    var settings: [(String, String)] = []
    while true {
      rest = rest.drop(while: isBlank)
      guard !rest.isEmpty else { return settings }
      guard let key = quoted(&rest) else { return [] }
      if rest.first == UInt8(ascii: "=") {
        rest.removeFirst()
        let isBare = rest.first.map(isBlank) ?? true
        guard let value = isBare ? "" : quoted(&rest) else { return [] }
        settings.append((key, value))
      } else {
        let parts = key.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        settings.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
      }
      guard rest.first.map(isBlank) ?? true else { return [] }
    }
  }

  /// A word in single quotes, in which `'\\''` and `'\\!'` stand for what a shell would not keep.
  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
    let quote = UInt8(ascii: "'")
    guard rest.popFirst() == quote else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == quote else {
        bytes.append(byte)
        continue
      }
      guard rest.first == UInt8(ascii: "\\") else {
        return String(validating: bytes, as: UTF8.self)
      }
      rest.removeFirst()
      guard let kept = rest.popFirst(), kept == quote || kept == UInt8(ascii: "!"),
        rest.popFirst() == quote
      else { return nil }
      bytes.append(kept)
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0d ~= byte }
}
