// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Where a name leads when every symbolic link on the way is followed.
public enum LinkWay: Equatable, Sendable {
  /// Beneath the root; nil for the root itself.
  case inside(RelativePath?)
  /// Out of the root, and how.
  case outside(String)
  /// From one link to the next without end.
  case circle
}

extension RootDirectory {
  /// As many links as Linux follows in one path before it answers `ELOOP`.
  private static let maximumLinks = 40

  /// Follows a name beneath the root, through links.
  ///
  /// The kernel is asked about one name at a time and follows nothing itself, so that what lies
  /// outside is not even looked up. Absolute links lead out even when they point back inside: they
  /// would on another machine. Throws when a name on the way is not there.
  public func way(of relative: RelativePath) throws(FileError) -> LinkWay {
    var cursor = DirectoryCursor(descriptor, path)
    var resolved: [ArraySlice<UInt8>] = []
    var remaining = Array(relative.components.reversed())
    var links = 0
    while let component = remaining.popLast() {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        guard resolved.popLast() != nil else { return .outside("it leads out of the folder") }
        continue
      }
      resolved.append(component)
      let name = Self.join(resolved)
      guard try cursor.status(name).kind == .symbolicLink else { continue }
      links += 1
      guard links <= Self.maximumLinks else { return .circle }
      let text = try cursor.readLink(name)
      guard text.first != UInt8(ascii: "/") else {
        return .outside("it leads to an absolute path")
      }
      resolved.removeLast()
      remaining += text.split(separator: UInt8(ascii: "/")).reversed()
    }
    return .inside(resolved.isEmpty ? nil : Self.join(resolved))
  }

  /// Where a name leads when every symbolic link on the way is followed, provided that the way
  /// stays beneath the root.
  public func resolvingLinks(_ relative: RelativePath) throws(FileError) -> RelativePath {
    let why: String
    switch try way(of: relative) {
    case .inside(let resolved?): return resolved
    case .inside(nil): why = "it leads to the folder itself"
    case .outside(let reason): why = reason
    case .circle: why = "it leads in a circle"
    }
    throw FileError(
      "follow link", path.appending(relative), .tooManySymbolicLinkLevels, detail: why)
  }

  private static func join(_ components: [ArraySlice<UInt8>]) -> RelativePath {
    RelativePath(unchecked: Array(components.joined(separator: [UInt8(ascii: "/")])))
  }
}
