// SPDX-License-Identifier: Apache-2.0

/// The tags of YAML's core schema; any other is refused rather than misread.
enum Tag {
  private static let prefix = "tag:yaml.org,2002:"

  /// Checks the tag of a collection.
  static func check(_ tag: String?, is kind: String, at mark: YAMLMark) throws(YAMLError) {
    guard let tag, tag != "!", tag != prefix + kind else { return }
    throw YAMLError("tag '\(shown(tag))' does not fit here", at: mark)
  }

  /// Checks the tag of a scalar, and says whether it is to be understood as a plain one.
  static func check(_ tag: String?, scalar text: String, isPlain: Bool, at mark: YAMLMark)
    throws(YAMLError) -> Bool
  {
    guard let tag else { return isPlain }
    let kind = CoreSchema.kind(of: text)
    switch (shown(tag), kind) {
    case ("!", _), ("!!str", _): return false
    case ("!!null", .null), ("!!bool", .bool), ("!!int", .integer): return true
    case ("!!float", .float), ("!!float", .integer): return true
    case ("!!null", _), ("!!bool", _), ("!!int", _), ("!!float", _):
      throw YAMLError("'\(text)' is not what its tag '\(shown(tag))' says", at: mark)
    default: throw YAMLError("tag '\(shown(tag))' does not fit here", at: mark)
    }
  }

  /// The tag as people write it: `!!int` for `tag:yaml.org,2002:int`.
  private static func shown(_ tag: String) -> String {
    tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
  }
}
