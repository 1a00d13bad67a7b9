// SPDX-License-Identifier: Apache-2.0

public import Files

/// The ignore patterns that hold in a folder: its own file, those of the folders around it, and
/// those of the repository and the user.
///
/// Made by going down from the root, one folder at a time. The innermost file that says something
/// about a path decides, and what lies below an ignored folder is ignored, whatever inner files say.
public final class IgnoreRules: Sendable {
  private let outer: IgnoreRules?
  /// Nearest first: one file for a folder, two (`info/exclude`, `core.excludesFile`) at the bottom.
  private let files: [IgnoreFile]
  /// Bytes of the folder's path with its final slash.
  private let base: Int
  /// Whether the folder itself is ignored, and everything in it therefore.
  public let isIgnored: Bool

  fileprivate init(outer: IgnoreRules?, files: [IgnoreFile], base: Int, isIgnored: Bool) {
    self.outer = outer
    self.files = files
    self.base = base
    self.isIgnored = isIgnored
  }

  /// The rules that hold outside of any folder.
  ///
  /// - Parameters:
  ///   - repository: `.git/info/exclude`.
  ///   - user: the file that `core.excludesFile` names.
  public convenience init(repository: IgnoreFile? = nil, user: IgnoreFile? = nil) {
    self.init(
      outer: nil, files: [repository, user].compactMap { $0 }, base: 0, isIgnored: false)
  }

  /// The rules with the root folder's own `.gitignore`.
  public func root(_ file: IgnoreFile?) -> IgnoreRules {
    guard let file, !file.isEmpty else { return self }
    return IgnoreRules(outer: self, files: [file], base: 0, isIgnored: isIgnored)
  }

  /// The rules inside a folder, given those around it.
  ///
  /// - Parameters:
  ///   - path: the folder, from the root.
  ///   - file: the folder's own `.gitignore`.
  /// - Returns: the rules for what stands directly in the folder.
  public func entering(_ path: RelativePath, _ file: IgnoreFile?) -> IgnoreRules {
    entering(path.bytes, file)
  }

  func entering(_ path: [UInt8], _ file: IgnoreFile?) -> IgnoreRules {
    if isIgnored { return self }
    let isIgnored = ignores(path, isFolder: true)
    let own = isIgnored ? nil : file
    guard isIgnored || own?.isEmpty == false else { return self }
    return IgnoreRules(
      outer: self, files: own.map { [$0] } ?? [], base: path.count + 1, isIgnored: isIgnored)
  }

  /// Whether a path directly inside this folder is ignored.
  public func ignores(_ path: RelativePath, isFolder: Bool) -> Bool {
    ignores(path.bytes, isFolder: isFolder)
  }

  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool {
    if isIgnored { return true }
    let subject = PathSubject(path, isFolder: isFolder)
    var rules: IgnoreRules? = self
    while let current = rules {
      for file in current.files {
        if let verdict = file.verdict(subject, base: current.base) { return verdict }
      }
      rules = current.outer
    }
    return false
  }

  /// Whether no pattern is known at all.
  var isEmpty: Bool { files.isEmpty && !isIgnored && outer?.isEmpty ?? true }
}

extension IgnoreRules {
  /// The rules inside of a folder that is ignored.
  static let everything = IgnoreRules(outer: nil, files: [], base: 0, isIgnored: true)
}
