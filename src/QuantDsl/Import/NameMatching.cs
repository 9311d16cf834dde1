using QuantDsl.Formats;

namespace QuantDsl.Import;

/// <summary>Which tensor of a file gives values to which array of a model.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="model">Name of the model, for messages.</param>
/// <param name="entries">The tensors of the file.</param>
/// <param name="targets">The arrays of the model.</param>
internal sealed class NameMatching(
    string path, string model, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyList<ImportTarget> targets)
{
    private const int MostNames = 6;

    /// <summary>Counts minibatches in PyTorch's batch normalisation; nothing here depends on it.</summary>
    private const string Counter = ".num_batches_tracked";

    /// <summary>
    /// By their names, in which case and underscores do not count: every tensor must have its array, and every array its tensors.
    /// </summary>
    /// <exception cref="ModelFileException">One is left over.</exception>
    public IReadOnlyList<ImportPair> ByName()
    {
        ILookup<string, SafetensorsEntry> byName = entries.ToLookup(entry => Plain(entry.Name), StringComparer.Ordinal);
        var pairs = new List<ImportPair>();
        var missing = new List<ImportTarget>();
        foreach (ImportTarget target in targets)
        {
            List<SafetensorsEntry[]> found = [.. target.Sources.Select(names => names.SelectMany(name => byName[Plain(name)]).ToArray())];
            // One bias may stand for both of an LSTM, whose sum alone matters.
            SafetensorsEntry[] sources = [.. found.Select(some => some.FirstOrDefault()).OfType<SafetensorsEntry>()];
            if (sources.Length == 0 || found.Any(some => some.Length > 1))
                missing.Add(target);
            else
                pairs.Add(new ImportPair(target, sources));
        }
        HashSet<string> used = [.. pairs.SelectMany(pair => pair.Sources).Select(source => source.Name)];
        List<SafetensorsEntry> left =
            [.. entries.Where(entry => !used.Contains(entry.Name) && !entry.Name.EndsWith(Counter, StringComparison.Ordinal))];
        if (missing.Count == 0 && left.Count == 0)
            return pairs;
        throw new ModelFileException(
            $"Cannot tell from their names alone which tensors of '{path}' {model} is to take. "
            + (missing.Count == 0 ? "" : $"Of the model, no tensor of the file has the name of {Targets(missing)}. ")
            + (left.Count == 0 ? "" : $"Of the file, nothing in the model has the name of {Entries(left)}. ")
            + $"Pass a map from names in the file to those in the model, such as [\"{Example(left, entries)}\"] = "
            + $"\"{Example(missing, targets)}\"; what it leaves out stays as it is.");
    }

    /// <summary>By a map from names in the file to those in the model.</summary>
    /// <exception cref="ModelFileException">The file lacks a tensor.</exception>
    /// <exception cref="ArgumentException">The map is empty, or names what the model does not have, or the same twice.</exception>
    public IReadOnlyList<ImportPair> ByMap(IReadOnlyDictionary<string, string> names)
    {
        if (names.Count == 0)
            throw new ArgumentException("The map names nothing to load. Leave it out to load all by their names.", nameof(names));
        var sources = new Dictionary<ImportTarget, List<SafetensorsEntry>>();
        foreach ((string theirs, string ours) in names)
        {
            SafetensorsEntry entry = entries.FirstOrDefault(entry => entry.Name == theirs)
                ?? throw new ModelFileException($"'{path}' has no tensor {SafetensorsHeader.Quote(theirs)}; it has {Entries(entries)}.");
            ImportTarget target = targets.FirstOrDefault(target => target.Name == ours)
                ?? throw new ArgumentException($"{model} has nothing called '{ours}'; it has {Targets(targets)}.", nameof(names));
            if (!sources.TryGetValue(target, out List<SafetensorsEntry>? some))
                sources[target] = some = [];
            some.Add(entry);
            if (some.Count > target.Sources.Count)
            {
                throw new ArgumentException(
                    $"The map gives {ours} the values of {string.Join(" and ", some.Select(one => SafetensorsHeader.Quote(one.Name)))}. "
                    + "Name one of them.", nameof(names));
            }
        }
        return [.. targets.Where(sources.ContainsKey).Select(target => new ImportPair(target, sources[target]))];
    }

    /// <summary>The words for a shape.</summary>
    public static string Shape(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Example(List<SafetensorsEntry> left, IReadOnlyList<SafetensorsEntry> all) =>
        (left.Count > 0 ? left[0] : all.Count > 0 ? all[0] : null)?.Name ?? "fc.weight";

    private static string Example(List<ImportTarget> missing, IReadOnlyList<ImportTarget> all) =>
        (missing.FirstOrDefault(target => target.Role == ImportRole.Weights) ?? all.First(target => target.Role == ImportRole.Weights)).Name;

    private static string Targets(IReadOnlyList<ImportTarget> some) => List([.. some.Select(one => $"{one.Name} {Shape(one.Shape)}")]);

    private static string Entries(IReadOnlyList<SafetensorsEntry> some) =>
        List([.. some.Select(one => $"{SafetensorsHeader.Quote(one.Name)} {Shape(one.Shape)}")]);

    private static string List(IReadOnlyList<string> words)
    {
        string rest = words.Count > MostNames ? $" and {words.Count - MostNames} more" : "";
        return words.Count == 0 ? "none" : string.Join(", ", words.Take(MostNames)) + rest;
    }
}
