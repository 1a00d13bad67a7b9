// SPDX-License-Identifier: Apache-2.0

public import Files

/// A part of a tree.
public enum PathScope: Sendable {
  /// Nothing.
  case nothing
  /// Everything.
  case everything
  /// What is at or below one of these paths.
  case below([RelativePath])

  /// Whether a path is in this part.
  func contains(_ path: [UInt8]) -> Bool {
    switch self {
    case .nothing: false
    case .everything: true
    case .below(let roots): roots.contains { Self.isAtOrBelow(path, $0.bytes) }
    }
  }

  /// Whether something at or below a folder is in this part.
  func reaches(into folder: [UInt8]) -> Bool {
    switch self {
    case .nothing: false
    case .everything: true
    case .below(let roots):
      roots.contains {
        Self.isAtOrBelow(folder, $0.bytes) || Self.isAtOrBelow($0.bytes, folder)
      }
    }
  }

  private static func isAtOrBelow(_ path: [UInt8], _ root: [UInt8]) -> Bool {
    root.isEmpty
      || path.starts(with: root)
        && (path.count == root.count || path[root.count] == UInt8(ascii: "/"))
  }
}
