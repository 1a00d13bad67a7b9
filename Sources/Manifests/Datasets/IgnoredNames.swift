// SPDX-License-Identifier: Apache-2.0

public import Files
import SystemPackage
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

  /// Reads the `.dvcignore` files from the root of the DVC project that a dataset lies in down to
  /// the dataset's own folder.
  ///
  /// The patterns are those of gitignore(5). The project's root is the nearest folder with a `.dvc`
  /// folder in it.
  public init(byDVCOf dataset: RelativePath, in root: borrowing RootDirectory)
    throws(FileError)
  {
    let folders = Self.folders(above: dataset)
    let start = folders.lastIndex { folder in
      let place = folder?.appending(Self.dvcFolder) ?? Self.dvcFolder
      return (try? root.status(place))?.kind == .directory
    }
    var rules = IgnoreRules(repository: Self.always)
    for folder in folders[(start ?? 0)...] + [dataset] {
      let file = try Self.file(in: folder, root)
      rules = folder.map { rules.entering($0, file) } ?? rules.root(file)
    }
    self.rules = rules
    self.dataset = dataset
  }

  /// Whether a name beneath the dataset is left out, itself or by a folder around it.
  public func contains(_ path: RelativePath, isFolder: Bool) -> Bool {
    var rules = rules
    var folder: RelativePath?
    let components = path.components
    for component in components.dropLast() {
      let name = RelativePath(unchecked: Array(component))
      let inner = folder?.appending(name) ?? name
      rules = rules.entering(dataset.appending(inner), nil)
      if rules.isIgnored { return true }
      folder = inner
    }
    return rules.ignores(dataset.appending(path), isFolder: isFolder)
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

  private static func file(in folder: RelativePath?, _ root: borrowing RootDirectory)
    throws(FileError) -> IgnoreFile?
  {
    let place = folder?.appending(dvcIgnore) ?? dvcIgnore
    do throws(FileError) {
      let text: [UInt8] = try root.read(place, limit: IgnoreFile.maximumSize)
      return IgnoreFile(text)
    } catch  where error.errno == .noSuchFileOrDirectory || error.errno == .notDirectory {
      return nil
    }
  }
}
