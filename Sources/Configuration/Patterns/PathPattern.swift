// SPDX-License-Identifier: Apache-2.0

public import Files

/// Names paths as a line of `.gitignore` does (gitignore(5)), except that `!` means nothing.
///
/// `*` and `?` don't cross a slash, `**` stands for any folders, `[…]` for one of some bytes, and
/// `\` takes the next character as it is. A pattern with a slash before its end counts from the
/// repository's root; one without names files and folders at any depth. A folder's pattern names
/// everything below the folder, and one that ends in a slash names nothing else.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  private let glob: Glob
  /// The pattern as it was written.
  public let description: String

  /// Reads a pattern; nil when it is none.
  public init?(_ text: String) {
    guard let pattern = try? PathPattern(checking: text) else { return nil }
    self = pattern
  }

  init(checking text: String) throws(GlobError) {
    var bytes = Array(text.utf8)
    let isFolder = bytes.count > 1 && bytes.last == UInt8(ascii: "/")
    if isFolder { bytes.removeLast() }
    let isAnchored = bytes.contains(UInt8(ascii: "/"))
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    guard !bytes.isEmpty else { throw GlobError(problem: "the pattern is empty") }
    if !isAnchored { bytes = Array("**/".utf8) + bytes }
    glob = Glob(
      steps: try GlobCompiler.steps(of: bytes), reach: isFolder ? .strictlyBelow : .below)
    description = text
  }

  /// Whether it names the path of a file.
  public func matches(_ path: RelativePath) -> Bool { glob.matches(path.bytes) }

  /// Whether it names everything in a folder, whatever it is called.
  package func matchesAll(in folder: RelativePath) -> Bool {
    let place = folder.bytes + [UInt8(ascii: "/")]
    // A pattern of one `?` or class and stars is all that matches every name of one byte, and only
    // stars match longer ones besides.
    return glob.matches(place + [0x01, 0x02, 0x01])
      && (0x01...0xff).allSatisfy { $0 == UInt8(ascii: "/") || glob.matches(place + [$0]) }
  }
}
