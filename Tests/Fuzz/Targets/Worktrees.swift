// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

@testable import Worktree

extension FuzzTarget {
  /// git's index: whatever is taken can be walked, and is in order.
  static let index = FuzzTarget("index", seeds: [2, 3, 4].map(indexSeed)) { bytes in
    // Nobody guesses a SHA-1; zeros are what `index.skipHash` writes.
    let unsigned = bytes.dropLast(20) + [UInt8](repeating: 0, count: min(20, bytes.count))
    guard let index = try read({ try GitIndex(bytes: Array(unsigned)) }) else { return }
    for number in 0..<index.count {
      let entry = index[number]
      try require(RelativePath(bytes: entry.path.bytes) != nil, "paths lie beneath the root")
      try require(index.firstIndex(of: entry.path) != nil, "every entry is found by its path")
      if number > 0 { try require(index.path(number - 1) <= entry.path, "entries are in order") }
    }
    _ = index.twins()
    _ = index.treeID()
  }

  /// An index of a file, a link, and one in a folder with extended flags where the version has them.
  private static func indexSeed(version: UInt8) -> [UInt8] {
    let entries: [(mode: UInt16, path: String, kept: Int)] = [
      (0o100644, "a", 0), (0o120000, "dir/b", 0), (0o100755, "dir/sub/c", 4),
    ]
    var bytes = Array("DIRC".utf8) + [0, 0, 0, version, 0, 0, 0, UInt8(entries.count)]
    var last = 0
    for (number, entry) in entries.enumerated() {
      let start = bytes.count
      bytes += [UInt8](repeating: 1, count: 24)
      bytes += [0, 0, UInt8(entry.mode >> 8), UInt8(entry.mode & 0xff)]
      bytes += [UInt8](repeating: 2, count: 12) + Digest.of([], .sha1).bytes
      let isExtended = version > 2 && number == 2
      bytes += [isExtended ? 0x40 : 0, UInt8(entry.path.utf8.count)]
      if isExtended { bytes += [0x20, 0] }
      if version == 4 {
        bytes += [UInt8(last - entry.kept)] + entry.path.utf8.dropFirst(entry.kept) + [0]
        last = entry.path.utf8.count
      } else {
        bytes += entry.path.utf8
        bytes += [UInt8](repeating: 0, count: 8 - (bytes.count - start) % 8)
      }
    }
    return bytes + Array("TREE".utf8) + [0, 0, 0, 1, 9] + [UInt8](repeating: 0, count: 20)
  }

  /// `.gitignore`, asked about some paths.
  static let ignoreFile = FuzzTarget(
    "ignore",
    seeds: ["# x\n*.log\n!a.log\n/d/\nb/**/c[!x-z]\\ \n\\#\n**/e\n", "\u{feff}[[:alpha:]]?\r\n"]
  ) { bytes in
    for foldsCase in [false, true] {
      let rules = IgnoreRules(user: IgnoreFile(bytes, foldsCase: foldsCase)).root(
        IgnoreFile(bytes, foldsCase: foldsCase))
      for path in subjects {
        let isIgnored = rules.ignores(path, isFolder: true)
        let inner = rules.entering(path, IgnoreFile(bytes))
        try require(inner.isIgnored == isIgnored, "a folder is ignored as its rules say")
      }
    }
  }

  /// `.gitattributes`, asked about some paths.
  static let attributeFile = FuzzTarget(
    "attributes",
    seeds: [
      "*.bin filter=lfs diff=lfs merge=lfs -text\n\"a\\tb\\303\" !x y=z\n[attr]m text n\n[attr]n m\na m\n",
      "a/** working-tree-encoding=UTF-16 eol=crlf ident\n* text=auto\n",
    ]
  ) { bytes in
    let file = AttributeFile(bytes, allowsMacros: true)
    let folders = RelativePath("a").map { [$0: AttributeFile(bytes, allowsMacros: false)] } ?? [:]
    let rules = AttributeRules(root: file, folders: folders, repository: file)
    _ = rules.filteringSuffixes
    for path in subjects {
      let attributes = rules.attributes(of: path)
      try require(
        !attributes.isFiltered || rules.mayFilter, "nothing is filtered that no line filters")
    }
  }

  private static let subjects = ["a", "a.log", "a/b/c", "d", "b/x/y/cz", "ABC/#", "m.bin"]
    .compactMap { RelativePath($0) }

  /// Wildcards: a newline parts the pattern from the text.
  static let wildmatch = FuzzTarget(
    "wildmatch",
    seeds: ["a*[!b-d]?/**/e\nax1/y/z/e", "[[:digit:][:^x]\\]]*\n1]", "**/*a*a*a\naaaaaaaa"]
  ) { bytes in
    let parts = bytes.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
    let pattern = parts.first ?? []
    let text = parts.dropFirst().first ?? []
    for (isPath, foldsCase) in [(true, false), (true, true), (false, false)] {
      let wildmatch = Wildmatch(pattern, isPath: isPath, foldsCase: foldsCase)
      let matches = wildmatch.matches(text)
      let isLiteral = pattern.allSatisfy { !"*?[\\".utf8.contains($0) }
      if isLiteral, !foldsCase {
        try require(matches == pattern.elementsEqual(text), "without wildcards, equal is equal")
      }
    }
  }
}
