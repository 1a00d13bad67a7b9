// SPDX-License-Identifier: Apache-2.0

import Files

/// A tool that makes a lock file from what a project asks for, known by the names of its files.
enum LockTool: CaseIterable {
  /// `requirements.txt`, by pip-compile from `requirements.in` or by hand.
  case pip
  /// `uv.lock`, from `pyproject.toml`.
  case uv
  /// `poetry.lock`, from `pyproject.toml`.
  case poetry
  /// `Pipfile.lock`, from `Pipfile`.
  case pipenv
  /// `conda-lock.yml`, from `environment.yml`.
  case conda

  /// The tool whose lock file has the name.
  init?(lock path: RelativePath) {
    switch String(decoding: path.name, as: UTF8.self) {
    case "uv.lock": self = .uv
    case "poetry.lock": self = .poetry
    case "Pipfile.lock": self = .pipenv
    case let name where name.hasSuffix("conda-lock.yml") || name.hasSuffix("conda-lock.yaml"):
      self = .conda
    case let name
    where name.hasPrefix("requirements") && (name.hasSuffix(".txt") || name.hasSuffix(".lock")):
      self = .pip
    default: return nil
    }
  }

  /// The lock files that a source's name lets expect beside it; nil when it is no source.
  static func locks(ofSource path: RelativePath) -> [RelativePath]? {
    let names: [String]
    switch String(decoding: path.name, as: UTF8.self) {
    case "pyproject.toml": names = ["uv.lock", "poetry.lock", "requirements.txt"]
    case "Pipfile": names = ["Pipfile.lock"]
    case "environment.yml", "environment.yaml": names = ["conda-lock.yml", "conda-lock.yaml"]
    case let name where name.hasPrefix("requirements") && name.hasSuffix(".in"):
      names = ["\(name.dropLast(3)).txt", "\(name.dropLast(3)).lock"]
    default: return nil
    }
    return names.compactMap { path.sibling($0) }
  }

  /// Where the source of a lock file lies, if it is there.
  func sources(ofLock path: RelativePath) -> [RelativePath] {
    switch self {
    case .pip:
      path.bytes.lastIndex(of: UInt8(ascii: "."))
        .flatMap { RelativePath(bytes: path.bytes[..<$0] + Array(".in".utf8)) }.map { [$0] } ?? []
    case .uv, .poetry: path.sibling("pyproject.toml").map { [$0] } ?? []
    case .pipenv: path.sibling("Pipfile").map { [$0] } ?? []
    case .conda: ["environment.yml", "environment.yaml"].compactMap { path.sibling($0) }
    }
  }
}
