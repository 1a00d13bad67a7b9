// SPDX-License-Identifier: Apache-2.0

/// The symbolic links of a tree that is not on the disk, and where paths lead through them.
///
/// `..` is taken from where the way has really led, as the kernel does: by names alone
/// `here/here/../../..` looks harmless, although `here` may be a link to the root itself.
public struct LinkMap: Sendable {
  /// As many links as Linux follows in one path before it answers `ELOOP`.
  private static let maximumLinks = 40

  private var targets: [RelativePath: [UInt8]] = [:]

  /// No links.
  public init() {}

  /// Adds a link by its path, with its text.
  public mutating func add(_ link: RelativePath, to target: [UInt8]) { targets[link] = target }

  /// Where a path leads.
  public enum End: Equatable, Sendable {
    /// A path with no link on the way; nil is the root itself.
    case inside(RelativePath?)
    /// Out of the tree, to an absolute path or in a circle.
    case outside
  }

  /// Follows every link of a path, its last name too.
  public func resolve(_ path: RelativePath) -> End {
    var remaining = Array(path.components.reversed())
    var resolved: [ArraySlice<UInt8>] = []
    var links = 0
    while let component = remaining.popLast() {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        guard resolved.popLast() != nil else { return .outside }
        continue
      }
      resolved.append(component)
      guard let target = Self.path(resolved).flatMap({ targets[$0] }) else { continue }
      links += 1
      guard links <= Self.maximumLinks, let first = target.first, first != UInt8(ascii: "/") else {
        return .outside
      }
      resolved.removeLast()
      remaining += target.split(separator: UInt8(ascii: "/")).reversed()
    }
    return .inside(Self.path(resolved))
  }

  private static func path(_ components: [ArraySlice<UInt8>]) -> RelativePath? {
    RelativePath(bytes: Array(components.joined(separator: [UInt8(ascii: "/")])))
  }
}
