// SPDX-License-Identifier: Apache-2.0

public import Files

/// All attribute files that hold in a tree, in the precedence of gitattributes(5).
///
/// Whose files those are is the caller's choice: the worktree's, or the blobs of the judged commit,
/// so that a change of attributes cannot hide another change.
public struct AttributeRules: Sendable {
  /// A file with the folder that it holds in.
  private struct Layer: Sendable {
    /// The folder's path with its final slash; empty for the root.
    let base: [UInt8]
    let file: AttributeFile
  }

  /// Lowest precedence first: the built-in macro, the user's file, folders from the outside in,
  /// `info/attributes`.
  private let outer: [Layer]
  private let folders: [[UInt8]: AttributeFile]
  private let repository: AttributeFile?
  private let macros: [[UInt8]: [AttributeFile.Assignment]]
  /// Whether any line names an attribute that changes bytes: `filter`, `ident`,
  /// `working-tree-encoding`.
  let mayFilter: Bool

  /// No attributes but the built-in `binary` macro.
  public static let none = AttributeRules()

  /// Puts files in order.
  ///
  /// - Parameters:
  ///   - user: the file that `core.attributesFile` names.
  ///   - root: the `.gitattributes` of the root.
  ///   - folders: the `.gitattributes` of other folders, by folder.
  ///   - repository: `.git/info/attributes`.
  public init(
    user: AttributeFile? = nil, root: AttributeFile? = nil,
    folders: [RelativePath: AttributeFile] = [:], repository: AttributeFile? = nil
  ) {
    let builtIn = AttributeFile(Array("[attr]binary -diff -merge -text\n".utf8), allowsMacros: true)
    outer = [builtIn, user, root].compactMap { $0 }.map { Layer(base: [], file: $0) }
    self.folders = Dictionary(uniqueKeysWithValues: folders.map { ($0.key.bytes, $0.value) })
    self.repository = repository
    let everything = outer.map(\.file) + (repository.map { [$0] } ?? [])
    macros = everything.reduce(into: [:]) { $0.merge($1.macros) { $1 } }
    let all = everything + folders.values
    mayFilter = all.contains { $0.mentions(Self.filtering) }
  }

  private static let filtering = ["filter", "ident", "working-tree-encoding"].map { Array($0.utf8) }

  /// What the names of files must end in for a line to filter them; nil when some line asks for
  /// something else.
  var filteringSuffixes: [[UInt8]]? {
    let files = outer.map(\.file) + folders.values + (repository.map { [$0] } ?? [])
    let names =
      Self.filtering + macros.keys.filter { macros[$0]?.contains(where: isFiltering) == true }
    let patterns = files.flatMap { file in
      file.rules.filter { $0.assignments.contains { names.contains($0.name) } }.map(\.pattern)
    }
    let suffixes = patterns.compactMap(\.suffix)
    return suffixes.count == patterns.count ? suffixes : nil
  }

  /// A macro may name another macro; then nothing is known of it quickly.
  private func isFiltering(_ assignment: AttributeFile.Assignment) -> Bool {
    Self.filtering.contains(assignment.name) || macros[assignment.name] != nil
  }

  /// The attributes of a path that is not a folder.
  public func attributes(of path: RelativePath) -> PathAttributes { attributes(of: path.bytes) }

  func attributes(of path: [UInt8]) -> PathAttributes {
    var lookup = Lookup(macros: macros, subject: PathSubject(path, isFolder: false))
    if let repository { lookup.apply(repository, base: 0) }
    if !folders.isEmpty { applyFolders(around: path, &lookup) }
    for layer in outer.reversed() { lookup.apply(layer.file, base: layer.base.count) }
    return PathAttributes(states: lookup.states)
  }

  private func applyFolders(around path: [UInt8], _ lookup: inout Lookup) {
    var end = path.lastIndex(of: UInt8(ascii: "/"))
    while let slash = end {
      if let file = folders[Array(path[..<slash])] { lookup.apply(file, base: slash + 1) }
      end = path[..<slash].lastIndex(of: UInt8(ascii: "/"))
    }
  }

  /// Collects states; the first one found for a name stays.
  private struct Lookup {
    let macros: [[UInt8]: [AttributeFile.Assignment]]
    let subject: PathSubject
    var states: [[UInt8]: AttributeState] = [:]

    mutating func apply(_ file: AttributeFile, base: Int) {
      for rule in file.rules.reversed() where rule.pattern.matches(subject, base: base) {
        fill(rule.assignments)
      }
    }

    /// A macro that is set brings its own assignments, each at most once: a name that has a state
    /// is never filled again, so macros that name each other end.
    private mutating func fill(_ assignments: [AttributeFile.Assignment]) {
      var pending = Array(assignments)
      while let assignment = pending.popLast() {
        guard states[assignment.name] == nil else { continue }
        states[assignment.name] = assignment.state
        if assignment.state == .set, let macro = macros[assignment.name] { pending += macro }
      }
    }
  }
}

extension AttributeFile {
  fileprivate func mentions(_ names: [[UInt8]]) -> Bool {
    rules.contains { $0.assignments.contains { names.contains($0.name) } }
      || macros.values.contains { $0.contains { names.contains($0.name) } }
  }
}

/// What the attributes say of one path.
public struct PathAttributes: Sendable, Equatable {
  let states: [[UInt8]: AttributeState]

  /// The state of an attribute.
  public subscript(_ name: String) -> AttributeState { states[Array(name.utf8)] ?? .unspecified }

  /// The name of the filter driver (`filter=NAME`), as bytes.
  public var filter: [UInt8]? { value("filter") }

  /// The encoding that files have outside of git (`working-tree-encoding=NAME`).
  ///
  /// Nil for UTF-8, which git keeps as it is.
  public var workingTreeEncoding: [UInt8]? {
    value("working-tree-encoding").flatMap { name in
      ["utf-8", "utf8"].contains(String(decoding: name, as: UTF8.self).lowercased()) ? nil : name
    }
  }

  /// Whether `$Id$` is expanded.
  public var expandsIdentifiers: Bool { self["ident"] == .set }

  /// Whether something other than line ends stands between blob and file.
  public var isFiltered: Bool {
    filter != nil || workingTreeEncoding != nil || expandsIdentifiers
  }

  private func value(_ name: String) -> [UInt8]? {
    if case .value(let value) = self[name] { value } else { nil }
  }
}
