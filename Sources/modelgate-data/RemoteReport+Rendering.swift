// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Remotes
import StrictJSON

extension RemoteReport {
  private var word: String {
    if case .exempt = outcome { return "exempt" }
    return switch verdict {
    case .passed: "ok"
    case .refused: "refused"
    case .couldNotJudge: "error"
    }
  }

  /// One line for the dataset, and one for every object that is not known to be there.
  var text: String {
    var lines = ["\(word)  \(name)  \(format)" + (remote.map { "  \($0)" } ?? "")]
    switch outcome {
    case .exempt(let reason), .unreadable(let reason), .undecided(let reason):
      lines.append("  \(reason)")
    case .noRemote: lines.append("  no remote is named for it")
    case .judged(let objects):
      lines[0] +=
        "  \(objects.count) object\(objects.count == 1 ? "" : "s")"
        + (evidence.map { " by \($0)" } ?? "")
      lines += objects.compactMap { object in
        object.presence.reason.map { "  \(object.presence.word)  \(object.path)  \($0)" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How those that are there are known to be, the weakest last.
  private var evidence: String? {
    let kinds = Evidence.allCases.filter { kind in
      objects.contains { $0.presence.evidence == kind }
    }
    return kinds.isEmpty ? nil : kinds.map(\.rawValue).joined(separator: ", ")
  }

  var json: JSONValue {
    var fields: JSONObject = [
      "dataset": .string(name), "manifest": JSONValue(manifest?.description),
      "format": .string(format), "remote": JSONValue(remote), "verdict": .string(verdict.rawValue),
    ]
    switch outcome {
    case .exempt(let reason):
      fields["exempt"] = .string(reason)
    case .unreadable(let reason), .undecided(let reason): fields["reason"] = .string(reason)
    case .noRemote: fields["reason"] = "no remote is named for it"
    case .judged: break
    }
    fields["objects"] = .array(objects.map(\.json))
    return .object(fields)
  }
}

extension RemoteReport.Object {
  fileprivate var json: JSONValue {
    var fields: JSONObject = [
      "path": .string(path.description), "presence": .string(presence.word),
    ]
    if let evidence = presence.evidence { fields["by"] = .string(evidence.rawValue) }
    if let reason = presence.reason { fields["reason"] = .string(reason) }
    return .object(fields)
  }
}

extension Presence {
  fileprivate var evidence: Evidence? {
    if case .present(let evidence, _) = self { evidence } else { nil }
  }

  fileprivate var word: String {
    switch self {
    case .present: "present"
    case .absent: "absent"
    case .undecided: "undecided"
    }
  }
}
