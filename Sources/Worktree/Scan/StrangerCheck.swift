// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What stands in a worktree without being tracked.
extension ScanWorker {
  /// Deepest folder that is looked into; the kernel would take any depth.
  private static let maximumDepth = 4096

  /// Reports a name that the index does not have, unless it is ignored or holds nothing.
  func judge(_ stranger: FolderListing.Stranger, in folder: OpenFolder, _ rules: IgnoreRules) {
    let path = folder.child(stranger.name)
    let type = CString(stranger.name).withView { resolve(stranger.type, $0, folder.handle) }
    let isFolder = type == .directory
    let scope = context.options.scope
    guard isFolder ? scope.reaches(into: path) : scope.contains(path) else { return }
    if rules.ignores(path, isFolder: isFolder) {
      return judgeIgnored(path, isFolder, in: folder.handle)
    }
    switch type {
    case .directory: judgeFolder(path, in: folder.handle, rules)
    case .special: addSpecial(stranger.name, path, folder.handle)
    case .file, .symbolicLink, .unknown: add(.untracked(isFolder: false), path)
    }
  }

  private func addSpecial(_ name: [UInt8], _ path: [UInt8], _ handle: DirectoryHandle) {
    var status = stat()
    let isThere = CString(name).withView {
      FileProbe.status(handle.descriptor, $0, &status) == nil
    }
    if isThere { add(.special(FileProbe.specialName(status)), path) }
  }

  /// An ignored name counts only where the caller asked for it.
  private func judgeIgnored(_ path: [UInt8], _ isFolder: Bool, in parent: DirectoryHandle) {
    let wanted = context.options.reportsIgnored
    if !isFolder {
      if wanted.contains(path) { add(.ignored(isFolder: false), path) }
      return
    }
    if wanted.contains(path) {
      if explore(path, in: parent, .everything, stopsAtFirst: true) != .nothing {
        add(.ignored(isFolder: true), path)
      }
    } else if wanted.reaches(into: path) {
      judgeInside(ignored: path, in: parent)
    }
  }

  /// Goes down to what was asked for; no deeper than the paths that were.
  private func judgeInside(ignored path: [UInt8], in parent: DirectoryHandle) {
    do throws(Errno) {
      let place = FolderPlace(path, in: parent, context.budget)
      let handle = try place.open(root: context.root, context.budget)
      var folders: [[UInt8]] = []
      try handle.forEach { name, type in
        let child = path + [UInt8(ascii: "/")] + name.array
        if resolve(type, name, handle) == .directory {
          folders.append(child)
        } else {
          judgeIgnored(child, false, in: handle)
        }
        return true
      }
      for folder in folders { judgeIgnored(folder, true, in: handle) }
    } catch {
      add(.unreadable(error), path)
    }
  }

  private func judgeFolder(_ path: [UInt8], in parent: DirectoryHandle, _ rules: IgnoreRules) {
    let stops = !context.options.reportsIgnored.reaches(into: path)
    switch explore(path, in: parent, rules, stopsAtFirst: stops) {
    case .nothing, .onlyIgnored: break
    case .files: add(.untracked(isFolder: true), path)
    case .repository: add(.nestedRepository, path)
    }
  }

  /// What a folder without tracked files holds.
  private enum Content { case nothing, onlyIgnored, files, repository }

  /// A folder that is still to be looked into.
  private struct Unexplored {
    let place: FolderPlace
    let rules: IgnoreRules
    let depth: Int
  }

  /// Looks through a folder without tracked files, reporting ignored ones where that is wanted.
  ///
  /// It returns as soon as the answer is known when it is told to stop at the first file.
  @discardableResult
  private func explore(
    _ path: [UInt8], in parent: DirectoryHandle, _ rules: IgnoreRules, stopsAtFirst: Bool
  ) -> Content {
    var content = Content.nothing
    var stack = [
      Unexplored(place: FolderPlace(path, in: parent, context.budget), rules: rules, depth: 0)
    ]
    while let next = stack.popLast() {
      guard next.depth < Self.maximumDepth else {
        add(.tooDeep, next.place.path)
        continue
      }
      do throws(Errno) {
        let found = try look(into: next, &stack)
        if next.depth == 0 && found == .repository { return .repository }
        if found == .files || found == .repository {
          content = .files
        } else if content == .nothing {
          content = found
        }
      } catch {
        add(.unreadable(error), next.place.path)
      }
      if stopsAtFirst && (content == .files || rules.isIgnored && content == .onlyIgnored) { break }
    }
    return content
  }

  /// Looks at the names of one folder; folders inside are put on the stack.
  private func look(into folder: Unexplored, _ stack: inout [Unexplored]) throws(Errno) -> Content {
    let path = folder.place.path
    let handle = try folder.place.open(root: context.root, context.budget)
    var listing = FolderListing()
    try handle.forEach { name, type in
      if name.lastComponentIs(".git", after: 0) {
        listing.hasRepository = true
      } else {
        if name.lastComponentIs(".gitignore", after: 0) { listing.hasIgnoreFile = true }
        listing.strangers.append(
          FolderListing.Stranger(name: name.array, type: resolve(type, name, handle)))
      }
      return true
    }
    if listing.hasRepository, !folder.rules.isIgnored, isRepository(handle) { return .repository }
    let rules = folder.rules.entering(
      path, listing.hasIgnoreFile && !folder.rules.isIgnored ? ignoreFile(in: handle) : nil)
    var content = Content.nothing
    for stranger in listing.strangers {
      let child = path + [UInt8(ascii: "/")] + stranger.name
      let isFolder = stranger.type == .directory
      let isIgnored = rules.ignores(child, isFolder: isFolder)
      if isFolder && (rules.isIgnored || !isIgnored) {
        let place = FolderPlace(child, in: handle, context.budget)
        stack.append(Unexplored(place: place, rules: rules, depth: folder.depth + 1))
      } else if isIgnored {
        if content == .nothing { content = .onlyIgnored }
        if !rules.isIgnored { judgeIgnored(child, isFolder, in: handle) }
      } else if stranger.type == .special {
        addSpecial(stranger.name, child, handle)
      } else {
        content = .files
      }
    }
    return content
  }
}
