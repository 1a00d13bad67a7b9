// SPDX-License-Identifier: Apache-2.0

public import Files

/// What stands in git for a file whose content git-annex keeps: a symbolic link for a locked file,
/// a text for an unlocked one.
public enum AnnexPointer {
  /// The longest text that can be a pointer, in bytes; git-annex pads pointers up to this.
  public static let byteLimit = 32 << 10

  private static let textStart = "/annex/objects/"
  private static let linkFolder = ".git/annex/objects/"

  /// The key that the text of an unlocked file names; nil when it is another text.
  ///
  /// The first line is `/annex/objects/` and the key's file name; further lines are for later
  /// versions of git-annex, and start with `/annex/`.
  public static func key(ofText text: [UInt8]) -> AnnexKey? {
    guard text.count <= byteLimit, text.starts(with: textStart.utf8) else { return nil }
    var lines = text.split(separator: UInt8(ascii: "\n"))[...]
    guard var name = lines.popFirst()?.dropFirst(textStart.utf8.count),
      lines.allSatisfy({ $0.starts(with: "/annex/".utf8) })
    else { return nil }
    if name.last == UInt8(ascii: "\r") { name.removeLast() }
    return try? AnnexKey(fileName: name.drop(throughLast: UInt8(ascii: "/")))
  }

  /// The key that the target of a locked file's link names; nil when it is another link.
  ///
  /// The way up to `.git` is not judged: a file that was moved keeps its key, and its link is mended
  /// by `git annex fix`.
  public static func key(ofLink target: [UInt8]) -> AnnexKey? {
    var rest = target[...]
    while rest.starts(with: "../".utf8) { rest = rest.dropFirst(3) }
    guard rest.starts(with: linkFolder.utf8) else { return nil }
    let parts = rest.dropFirst(linkFolder.utf8.count)
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count > 2, let name = parts.last, parts[parts.count - 2] == name,
      let key = try? AnnexKey(fileName: name)
    else { return nil }
    let folders = Array(parts.dropLast(2).joined(separator: "/".utf8))
    return key.objectFolders.contains { $0.bytes == folders } ? key : nil
  }

  /// The key of a locked file whose link leads to the object store of its own worktree.
  ///
  /// The place is where the link stands, from the root of the worktree.
  public static func key(ofLink target: [UInt8], at place: RelativePath) -> AnnexKey? {
    var rest = target[...]
    var steps = 0
    while rest.starts(with: "../".utf8) {
      rest = rest.dropFirst(3)
      steps += 1
    }
    return steps == place.components.count - 1 ? key(ofLink: target) : nil
  }
}

extension ArraySlice<UInt8> {
  /// What follows the last occurrence of a byte; everything when there is none.
  fileprivate func drop(throughLast byte: UInt8) -> ArraySlice<UInt8> {
    lastIndex(of: byte).map { self[($0 + 1)...] } ?? self
  }
}
