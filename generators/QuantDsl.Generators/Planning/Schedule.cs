using QuantDsl.CompilerServices;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>How the learning rate of a model changes: a warm-up, if there is one, and what follows it.</summary>
/// <param name="model">The model.</param>
internal sealed class Schedule(ModelDeclaration model)
{
    private const int MostBars = 60;
    private const string Bars = "▁▂▃▄▅▆▇█";

    private readonly WarmupDeclaration? _warmup = model.Schedules.OfType<WarmupDeclaration>().FirstOrDefault();
    private readonly ScheduleDeclaration? _curve = model.Schedules.FirstOrDefault(schedule => schedule is not WarmupDeclaration);

    /// <summary>In words; "none" where the rate stays.</summary>
    public string Words => (_warmup, _curve) switch
    {
        (null, null) => "none",
        (null, _) => _curve.Words,
        (_, null) => _warmup.Words,
        _ => $"{_warmup.Words}, then {_curve.Words}",
    };

    /// <summary>Whether it depends on how long a run is or how it goes: two runs are then not the same as one.</summary>
    public bool IsOfRun => _curve is not null && _curve.Curve is not { EndsWithRun: false };

    /// <summary>What makes it, in C#.</summary>
    public string Code
    {
        get
        {
            string warmup = _warmup is null ? "" : $",\n    warmup: {_warmup.Code}";
            string curve = _curve is null ? "" : $",\n    curve: {_curve.Code}";
            return $"new(\n    rate: {Literals.Float(model.Adam.LearningRate)}, epochs: {model.Epochs}, words: \"{Words}\"{warmup}{curve})";
        }
    }

    /// <summary>Lines for people that draw the declared epochs; none where the rate stays.</summary>
    public IEnumerable<string> Drawing
    {
        get
        {
            if (_warmup is null && _curve is null)
                yield break;
            yield return $"learning rate {Literals.Float(model.Adam.LearningRate).TrimEnd('f')}: {Words}";
            if (_curve is not null && _curve.Curve is null)
                yield break; // nobody knows before
            int bars = Math.Min(model.Epochs, MostBars);
            double[] factors = [.. Enumerable.Range(0, bars).Select(bar => Factor(1 + (int)((long)bar * model.Epochs / bars)))];
            double most = factors.Max();
            IEnumerable<char> drawn = factors.Select(factor => Bars[(int)Math.Round(factor / most * (Bars.Length - 1))]);
            yield return $"epochs 1 to {model.Epochs}: {new string([.. drawn])}";
        }
    }

    /// <summary>In the middle of an epoch.</summary>
    private double Factor(int epoch)
    {
        var place = new RatePlace(epoch, 0.5, model.Epochs, _warmup?.Length ?? 0, reductions: 0);
        return (_warmup?.Curve.Factor(place) ?? 1) * (_curve?.Curve?.Factor(place) ?? 1);
    }
}
