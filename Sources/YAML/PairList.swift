// SPDX-License-Identifier: Apache-2.0

/// The pairs of one mapping while it is read.
struct PairList {
  private var pairs: [(key: YAMLNode, value: YAMLNode)] = []
  private var lines: [[UInt8]: Int] = [:]
  private var merges: [(key: YAMLNode, value: YAMLNode)] = []

  /// Adds a pair; a key that is no scalar or stands twice is an error.
  mutating func append(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLError) {
    guard case .scalar(let text, let isPlain) = key.value else {
      throw YAMLError("\(key.kindInWords) can't be a key; a key is one word or text", at: key.mark)
    }
    if let line = lines.updateValue(key.mark.line, forKey: Array(text.utf8)) {
      throw YAMLError("key '\(text)' stands twice, first in line \(line)", at: key.mark)
    }
    guard isPlain, text == "<<" else { return pairs.append((key, value)) }
    try addMerge(key, value)
  }

  /// Takes what `<<` (<https://yaml.org/type/merge.html>) names: a mapping, or a list of them.
  private mutating func addMerge(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLError) {
    for source in value.sequence ?? [value] {
      guard let pairs = source.mapping else {
        throw YAMLError(
          "'<<' merges mappings, but \(source.kindInWords) is given", at: source.mark)
      }
      merges += pairs
    }
  }

  /// All pairs: those that stand in the mapping itself win over merged ones, earlier over later.
  consuming func merged() -> [(key: YAMLNode, value: YAMLNode)] {
    for (key, value) in merges {
      let name = Array((key.text ?? "").utf8)
      if lines.updateValue(key.mark.line, forKey: name) == nil { pairs.append((key, value)) }
    }
    return pairs
  }
}
