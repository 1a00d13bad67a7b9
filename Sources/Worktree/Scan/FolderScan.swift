// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one pass over a folder leaves to be done.
struct FolderListing {
  /// A name that the index does not have.
  struct Stranger {
    let name: [UInt8]
    let type: DirectoryHandle.EntryType
  }

  /// Of the file that is being compared.
  var status = stat()
  var trustedFiles = 0
  var strangers: [Stranger] = []
  /// Positions of tracked folders that are there.
  var folders: [Int] = []
  /// Positions of tracked files whose content has to be read, and their sizes together.
  var reads: [Int] = []
  var readSize: Int64 = 0
  /// Tracked files behind filters.
  var candidates: [FilterCandidate] = []
  /// Tracked names that are not there.
  var missing: [Tracked] = []
  var hasIgnoreFile = false
  var hasRepository = false
}

extension ScanWorker {
  static let ignoreName = Array(".gitignore".utf8)
  static let repositoryName = Array(".git".utf8)

  /// Compares a folder of the index with the disk, and passes on the folders inside.
  func scan(_ task: FolderTask) {
    let path = task.place.path
    let handle: DirectoryHandle
    do throws(Errno) {
      handle =
        path.isEmpty
        ? context.root : try task.place.open(root: context.root, context.budget)
    } catch {
      return addUnopened(task, error)
    }
    let folder = OpenFolder(
      handle: handle, lookup: workingFolder.enter(handle.descriptor), path: path,
      number: task.folder,
      prefix: Int(storage.folders[task.folder].prefixLength),
      isWhole: context.options.scope.contains(path))
    guard let listing = look(into: folder) else { return }
    report.trustedFiles += listing.trustedFiles
    for missing in listing.missing {
      switch missing {
      case .entry(let entry): addMissing(entry)
      case .folder(let number): addMissing(folder: number)
      }
    }
    finish(folder, listing, task.outerRules)
  }

  private func addUnopened(_ task: FolderTask, _ reason: Errno) {
    switch reason {
    case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels:
      addMissing(folder: task.folder)
    default: add(.unreadable(reason), task.place.path)
    }
  }

  /// Compares what stands directly in a folder; nil when its names could not be read.
  ///
  /// They are read unless they are known to be those of the index.
  private func look(into folder: OpenFolder) -> FolderListing? {
    let descriptor = FileDescriptor(rawValue: folder.handle.descriptor)
    guard let known = context.knownFolders, let status = known.status(of: descriptor) else {
      return list(folder)
    }
    let names = storage.nameSum(of: folder.number)
    if known.isKnown(status, names) { return lookUp(folder) }
    guard let listing = list(folder) else { return nil }
    // In the root stands the repository itself.
    let isExact =
      listing.strangers.isEmpty && listing.missing.isEmpty
      && (folder.path.isEmpty || !listing.hasRepository)
    if isExact { known.add(status, names) }
    return listing
  }

  /// Compares a folder whose names are those of the index.
  private func lookUp(_ folder: OpenFolder) -> FolderListing {
    var listing = FolderListing()
    storage.forEachChild(of: folder.number) { path, start, tracked in
      switch tracked {
      case .entry(let entry):
        check(entry, unsafe PathView(path.base + start, path.count - start), folder, &listing)
      case .folder(let number): listing.folders.append(number)
      }
    }
    return listing
  }

  /// Reads the names of a folder, comparing tracked files on the way; nil when that failed.
  private func list(_ folder: OpenFolder) -> FolderListing? {
    // Local while it is used for every name, so that the compiler need not guard it.
    var table = NameTable(storage)
    swap(&table, &self.table)
    defer { swap(&table, &self.table) }
    table.fill(folder: folder.number)
    report.listedFolders += 1
    var listing = FolderListing()
    do throws(Errno) {
      try folder.handle.forEach { name, type in
        switch table.see(name) {
        case .entry(let entry)?: check(entry, name, folder, &listing)
        case .folder(let number)?: meetFolder(number, name, type, folder, &listing)
        case nil: meetStranger(name, type, &listing)
        }
        return true
      }
    } catch {
      add(.unreadable(error), folder.path)
      return nil
    }
    listing.missing = table.unseen
    return listing
  }

  private func meetFolder(
    _ number: Int, _ name: PathView, _ type: DirectoryHandle.EntryType, _ folder: OpenFolder,
    _ listing: inout FolderListing
  ) {
    let type = resolve(type, name, folder.handle)
    if type == .directory {
      listing.folders.append(number)
    } else {
      addMissing(folder: number)
      listing.strangers.append(FolderListing.Stranger(name: name.array, type: type))
    }
  }

  private func meetStranger(
    _ name: PathView, _ type: DirectoryHandle.EntryType, _ listing: inout FolderListing
  ) {
    if name[0] == UInt8(ascii: ".") {
      let bytes = name.array
      if bytes == Self.repositoryName {
        listing.hasRepository = true
        return
      }
      if bytes == Self.ignoreName { listing.hasIgnoreFile = true }
    }
    listing.strangers.append(FolderListing.Stranger(name: name.array, type: type))
  }

  /// Asks the file where the folder does not say what it is.
  func resolve(_ type: DirectoryHandle.EntryType, _ name: PathView, _ handle: DirectoryHandle)
    -> DirectoryHandle.EntryType
  {
    var status = stat()
    guard type == .unknown, FileProbe.status(handle.descriptor, name, &status) == nil else {
      return type
    }
    return switch FileProbe.kind(status) {
    case .file: .file
    case .directory: .directory
    case .symbolicLink: .symbolicLink
    case .special: .special
    }
  }

  /// Judges strangers, and hands files to read and folders to whoever is free.
  private func finish(
    _ folder: OpenFolder, _ listing: FolderListing, _ outerRules: IgnoreRules
  ) {
    if listing.hasRepository, !folder.path.isEmpty, folder.isWhole,
      isRepository(folder.handle)
    {
      add(.nestedRepository, folder.path)
    }
    schedule(listing, folder)
    settle(listing.candidates, folder)
    guard !listing.strangers.isEmpty || !listing.folders.isEmpty else { return }
    let rules = rules(of: folder, listing, outerRules)
    var work: [ScanWork] = []
    for number in listing.folders.reversed() {
      let path = index.folderPath(number)
      guard folder.isWhole || context.options.scope.reaches(into: path) else { continue }
      let place = FolderPlace(path, in: folder.handle, context.budget)
      work.append(.folder(FolderTask(place: place, folder: number, outerRules: rules)))
    }
    context.queue.push(work)
    for stranger in listing.strangers { judge(stranger, in: folder, rules) }
  }

  private func rules(
    of folder: OpenFolder, _ listing: FolderListing, _ outerRules: IgnoreRules
  ) -> IgnoreRules {
    let file = listing.hasIgnoreFile ? ignoreFile(in: folder.handle) : nil
    return folder.path.isEmpty ? outerRules.root(file) : outerRules.entering(folder.path, file)
  }

  /// A folder's own patterns; a link or an unreadable file holds none.
  func ignoreFile(in handle: DirectoryHandle) -> IgnoreFile? {
    FileProbe.smallFile(handle.descriptor, Self.ignoreName, limit: IgnoreFile.maximumSize).map {
      IgnoreFile($0, foldsCase: context.options.patternsFoldCase)
    }
  }

  /// Whether the `.git` in a folder is more than an empty folder.
  func isRepository(_ handle: DirectoryHandle) -> Bool {
    var isEmpty = true
    let opened: Void? = try? CString(Self.repositoryName).withView { view throws(Errno) in
      try unsafe DirectoryHandle.open(handle.descriptor, view.cString, budget: nil)
        .forEach { _, _ in
          isEmpty = false
          return false
        }
    }
    return opened == nil || !isEmpty
  }
}

/// A folder while it is being compared.
struct OpenFolder {
  let handle: DirectoryHandle
  /// What its names are looked up in while it is compared: its descriptor, or something faster.
  let lookup: CInt
  /// From the root; empty for the root itself.
  let path: [UInt8]
  /// Its position among the index's folders.
  let number: Int
  /// Bytes of its path with the final slash.
  let prefix: Int
  /// Whether all of it is to be compared.
  let isWhole: Bool

  func child(_ name: [UInt8]) -> [UInt8] {
    path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
  }
}
