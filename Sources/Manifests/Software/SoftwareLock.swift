// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import TOML
import YAML

/// What a lock file pins, as its own format says it.
///
/// Lines of `pip install -r`; the `[[package]]` tables of uv, Poetry and PDM and the `[[packages]]`
/// of PEP 751 in TOML; `Pipfile.lock` in JSON; `conda-lock.yml` in YAML.
public struct SoftwareLock: Sendable, Equatable {
  /// The pinned software.
  public let pins: Set<SoftwarePin>
  /// Whether that is all: not when it includes other files.
  public let isComplete: Bool

  /// Reads a lock file, by its name and its content.
  ///
  /// Nil for a file that is broken, or in which nothing of the kind is found, though it is not empty.
  public init?(_ bytes: [UInt8], named name: String) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let read: [(name: String?, version: String?)]?
    switch Format(text, name) {
    case .toml: read = Self.tables(bytes)
    case .json: read = Self.pipfile(bytes)
    case .yaml: read = Self.conda(bytes)
    case .requirements:
      self.init(requirements: text)
      return
    }
    guard let read else { return nil }
    let pins = Set(
      read.compactMap { found -> SoftwarePin? in
        guard let name = found.name, let version = found.version else { return nil }
        return SoftwarePin(name: name, version: version)
      })
    self.init(pins: pins, isComplete: true)
  }

  private init(pins: Set<SoftwarePin>, isComplete: Bool) {
    self.pins = pins
    self.isComplete = isComplete
  }

  private enum Format {
    case toml, json, yaml, requirements

    init(_ text: String, _ name: String) {
      if name.hasSuffix(".yml") || name.hasSuffix(".yaml") {
        self = .yaml
      } else if text.drop(while: \.isWhitespace).first == "{" {
        self = .json
      } else if text.split(whereSeparator: \.isNewline).contains(where: Self.isPackage) {
        self = .toml
      } else {
        self = .requirements
      }
    }

    private static func isPackage(_ line: Substring) -> Bool {
      line.hasPrefix("[[package]]") || line.hasPrefix("[[packages]]")
    }
  }

  private init?(requirements text: String) {
    var pins: Set<SoftwarePin> = []
    var hasIncludes = false
    for (line, _) in RequirementLine.lines(of: text) {
      switch line {
      case .include, .constraint: hasIncludes = true
      case .requirement(let requirement):
        guard requirement.isPinned, let name = requirement.name,
          let pin = SoftwarePin(name: name, specifier: requirement.text)
        else { continue }
        pins.insert(pin)
      }
    }
    let isEmpty = text.allSatisfy(\.isWhitespace)
    guard !pins.isEmpty || hasIncludes || isEmpty else { return nil }
    self.init(pins: pins, isComplete: !hasIncludes)
  }

  private static func tables(_ bytes: [UInt8]) -> [(String?, String?)]? {
    guard let document = try? TOMLValue.parse(bytes),
      let packages = document["package"]?.array ?? document["packages"]?.array
    else { return nil }
    return packages.map { ($0["name"]?.string, $0["version"]?.string) }
  }

  /// Groups of packages by name; the version stands behind `==`.
  private static func pipfile(_ bytes: [UInt8]) -> [(String?, String?)]? {
    guard let document = try? JSONValue.parse(bytes, limits: JSONLimits(bytes: 64 << 20)),
      document["_meta"] != nil, let groups = document.object
    else { return nil }
    return groups.filter { $0.name != "_meta" }.flatMap { group in
      (group.value.object ?? JSONObject()).map { package in
        let specifier = package.value["version"]?.string
        return (package.name, specifier.map { String($0.drop { $0 == "=" }) })
      }
    }
  }

  private static func conda(_ bytes: [UInt8]) -> [(String?, String?)]? {
    guard let document = try? YAMLNode.parse(bytes), let packages = document["package"]?.sequence
    else { return nil }
    return packages.map { ($0["name"]?.text, $0["version"]?.text) }
  }
}
