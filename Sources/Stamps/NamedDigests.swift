// SPDX-License-Identifier: Apache-2.0

public import Digests

/// Digests under names, ordered by the bytes of the names.
///
/// Names are compared byte for byte: two that differ only in Unicode normalization, which a
/// dictionary of strings would take for one, stay two.
public struct NamedDigests: Hashable, Sendable {
  /// One name and its digest.
  public struct Entry: Hashable, Sendable {
    /// The name, or the text of a path.
    public let name: String
    /// What it stands for.
    public let digest: Digest

    /// Names a digest.
    public init(_ name: String, _ digest: Digest) {
      self.name = name
      self.digest = digest
    }

    /// Compares names byte for byte.
    public static func == (left: Entry, right: Entry) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.digest == right.digest
    }

    /// Hashes the digest only, which is as unequal as the names are.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
  }

  private let entries: [Entry]

  /// No digests.
  public init() { entries = [] }

  /// Orders entries by name.
  ///
  /// A name that comes twice is kept twice; ``Stamp`` refuses it.
  public init(_ entries: some Sequence<Entry>) {
    self.entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The digest under a name.
  public subscript(name: String) -> Digest? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }?.digest
  }

  /// The first name that comes twice.
  var duplicate: String? {
    zip(entries, entries.dropFirst()).first { $0.name.utf8.elementsEqual($1.name.utf8) }?.0.name
  }
}

extension NamedDigests: RandomAccessCollection {
  /// The position of the first entry.
  public var startIndex: Int { entries.startIndex }
  /// The position after the last entry.
  public var endIndex: Int { entries.endIndex }
  /// The entry at a position.
  public subscript(position: Int) -> Entry { entries[position] }
}

extension NamedDigests: ExpressibleByDictionaryLiteral {
  /// Orders the pairs of a literal by name.
  public init(dictionaryLiteral elements: (String, Digest)...) {
    self.init(elements.map(Entry.init))
  }
}
