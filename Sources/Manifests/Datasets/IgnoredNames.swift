// SPDX-License-Identifier: Apache-2.0

public import Files
import Worktree

/// The names beneath a dataset that its tool leaves out, as DVC does by `.dvcignore`.
///
/// They are no part of the dataset: they are not read, not reported, and not copied into a clean
/// room, so that no training can read what nothing covers.
public struct IgnoredNames: Sendable {
  /// What DVC leaves out in any case.
  private static let always = IgnoreFile(Array(".hg/\n.git/\n.git\n.dvc/\n".utf8))
  private static let dvcFolder = RelativePath(unchecked: Array(".dvc".utf8))
  private static let dvcIgnore = RelativePath(unchecked: Array(".dvcignore".utf8))

  /// The rules that hold in the dataset's folder.
  private let rules: IgnoreRules
  private let dataset: RelativePath
  /// Whether a `.dvcignore` says anything, beside what DVC leaves out in any case.
  let hasPatterns: Bool

  /// Reads the `.dvcignore` files from the root of the DVC project that a dataset lies in down to
  /// the dataset's own folder, as a worktree or a commit has them.
  ///
  /// The patterns are those of gitignore(5). The project's root is the nearest folder with a `.dvc`
  /// folder in it.
  public init<Surroundings: ManifestSurroundings & ~Copyable>(
    byDVCOf dataset: RelativePath, in surroundings: borrowing Surroundings
  ) throws {
    let folders = Self.folders(above: dataset)
    var start = 0
    for (index, folder) in folders.enumerated() {
      let place = folder?.appending(Self.dvcFolder) ?? Self.dvcFolder
      if try !surroundings.names(in: place).isEmpty { start = index }
    }
    var rules = IgnoreRules(repository: Self.always)
    var hasPatterns = false
    for folder in folders[start...] + [dataset] {
      let place = folder?.appending(Self.dvcIgnore) ?? Self.dvcIgnore
      let text = try surroundings.read(place, limit: IgnoreFile.maximumSize)
      let file = text.map { IgnoreFile($0) }
      if file?.isEmpty == false { hasPatterns = true }
      rules = folder.map { rules.entering($0, file) } ?? rules.root(file)
    }
    self.rules = rules
    self.dataset = dataset
    self.hasPatterns = hasPatterns
  }

  /// Whether a name beneath the dataset is left out, itself or by a folder around it.
  public func contains(_ path: RelativePath, isFolder: Bool) -> Bool {
    guard let rules = rules(in: path.parent) else { return true }
    return rules.ignores(dataset.appending(path), isFolder: isFolder)
  }

  /// The rules that hold in a folder beneath the dataset; nil when the folder is left out.
  private func rules(in folder: RelativePath?) -> IgnoreRules? {
    var rules = rules
    var outer: RelativePath?
    for component in folder?.components ?? [] {
      let name = RelativePath(unchecked: Array(component))
      let inner = outer?.appending(name) ?? name
      rules = rules.entering(dataset.appending(inner), nil)
      if rules.isIgnored { return nil }
      outer = inner
    }
    return rules
  }

  /// Asks about files one after another; those of one folder share what holds in it.
  struct Files {
    private let names: IgnoredNames
    private var folder: RelativePath?
    private var rules: IgnoreRules?

    init(_ names: IgnoredNames) {
      self.names = names
      rules = names.rules(in: nil)
    }

    /// Whether a file beneath the dataset is left out, itself or by a folder around it.
    mutating func contains(_ path: RelativePath) -> Bool {
      let slash = path.bytes.lastIndex(of: UInt8(ascii: "/"))
      if path.bytes[..<(slash ?? 0)] != folder?.bytes[...] ?? [] {
        folder = path.parent
        rules = names.rules(in: folder)
      }
      return rules?.ignores(names.dataset.appending(path), isFolder: false) ?? true
    }
  }

  /// The root (nil) and the folders around a dataset, outermost first.
  private static func folders(above dataset: RelativePath) -> [RelativePath?] {
    var folders: [RelativePath?] = []
    var folder = dataset.parent
    while let current = folder {
      folders.append(current)
      folder = current.parent
    }
    return [nil] + folders.reversed()
  }
}
