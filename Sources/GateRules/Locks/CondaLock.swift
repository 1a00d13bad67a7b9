// SPDX-License-Identifier: Apache-2.0

import Manifests
import YAML

/// A `conda-lock.yml`, the unified format of conda-lock.
///
/// Its own digest of the source covers the virtual packages of the machine that made it, which no
/// commit has. So names and versions are compared.
struct CondaLock {
  private let packages: [YAMLNode]
  /// The files for conda that it says it was made from, from its own folder.
  let sources: [String]

  init(_ document: YAMLNode) {
    packages = document["package"]?.sequence ?? []
    sources = (document["metadata"]?["sources"]?.sequence ?? []).compactMap(\.text)
      .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
  }

  /// Software of which nobody can say which bytes are meant.
  var defects: [LockDefect] {
    packages.compactMap { package in
      let name = package["name"]?.text ?? "?"
      guard package["version"]?.text != nil, package["url"]?.text != nil else {
        return .unpinned(requirement: name, line: package.mark.line)
      }
      return package["hash"]?["sha256"]?.text == nil && package["hash"]?["md5"]?.text == nil
        ? .unhashed(requirement: name, line: package.mark.line) : nil
    }
  }

  /// Whether it holds, in a version that is taken, all that an `environment.yml` asks for.
  func isInStep(with environment: YAMLNode) -> Bool {
    Self.wishes(of: environment).allSatisfy { name, range in
      let locked = packages.filter { $0["name"]?.text.map(RequirementLine.normalize) == name }
      return !locked.isEmpty
        && locked.allSatisfy { range.admits($0["version"]?.text ?? "") ?? true }
    }
  }

  /// The source without lines that are for some platforms only, which their comments say.
  static func withoutSelectors(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return Array(
      lines.filter { $0.firstRange(of: Array("# [".utf8)) == nil }
        .joined(separator: [UInt8(ascii: "\n")]))
  }

  /// Names and ranges, conda's own and those for pip.
  private static func wishes(of environment: YAMLNode) -> [(name: String, range: VersionRange)] {
    (environment["dependencies"]?.sequence ?? []).flatMap { node -> [(String, VersionRange)] in
      if let text = node.text { return [conda(text)] }
      return (node["pip"]?.sequence ?? []).compactMap { wish in
        guard let text = wish.text, case .requirement(let wish) = RequirementLine(text),
          let name = wish.name, !wish.isConditional
        else { return nil }
        return (name, VersionRange(wish.specifier))
      }
    }
  }

  /// `channel::name[version='…']`, `name=1.2=build`, `name >=1,<2`; bracketed versions stay open.
  private static func conda(_ text: String) -> (String, VersionRange) {
    let spec = text.split(separator: ":").last ?? ""
    let name = spec.prefix { !" =<>!~[".contains($0) }
    let rest = spec.dropFirst(name.count)
    return (
      RequirementLine.normalize(name), VersionRange(rest.contains("[") ? "" : rest)
    )
  }
}
