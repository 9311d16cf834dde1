using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using QuantDsl.CompilerServices;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>
/// All code of ours that a method reaches: the generated assembly, QuantDsl and its runtime. Calls into TorchSharp, .NET and native code
/// are judged and not followed; type initializers run once in a process and are not followed either.
/// </summary>
internal sealed class CallGraph
{
    /// <summary>Methods of ours are reached from many roots; each is read once.</summary>
    private static readonly ConcurrentDictionary<(MethodBase Method, bool AllocatesNothing), Step[]> Read = new();

    private readonly List<Visit> _visits = [];
    private readonly HashSet<Visit> _seen = [];
    private readonly Queue<Visit> _open = new();
    private readonly HashSet<MethodBase> _counted = [];
    private readonly List<(MethodBase Caller, MethodBase Target)> _calls = [];
    private readonly List<Site> _sites = [];
    private readonly Dictionary<MethodBase, int> _times = [];

    /// <summary>Walks through the graph.</summary>
    /// <param name="root">Where it begins.</param>
    /// <param name="allocatesNothing">Whether nothing may be allocated.</param>
    public CallGraph(MethodBase root, bool allocatesNothing = false)
    {
        _times[root] = 1;
        Open(new Visit(root, allocatesNothing, IsInLoop: false));
        while (_open.TryDequeue(out Visit visit))
            See(visit);
    }

    /// <summary>All methods that were reached.</summary>
    public IEnumerable<string> Methods => _visits.Select(visit => Names.Of(visit.Method)).Distinct();

    /// <summary>Cold methods that were called.</summary>
    public HashSet<string> Cold { get; } = [];

    /// <summary>All breaches, the allowed ones too.</summary>
    public IReadOnlyList<Site> Sites => _sites;

    public static bool IsOurs(MethodBase method) =>
        method.Module.Assembly == typeof(TiledUpdate).Assembly
        || method.Module.Assembly == typeof(ParameterStore).Assembly
        || method.Module.Assembly.IsCollectible; // the generated one, loaded by a test

    /// <summary>How many ways lead from the root to a method, which is how often it runs where there are no loops.</summary>
    public int Times(MethodBase method)
    {
        if (_times.TryGetValue(method, out int times))
            return times;
        _times[method] = 0; // a recursion is no other way in
        return _times[method] = _calls.Where(call => call.Target == method).Sum(call => Times(call.Caller));
    }

    private void See(Visit visit)
    {
        _visits.Add(visit);
        bool isFirst = _counted.Add(visit.Method);
        foreach ((string? breach, IReadOnlyList<MethodBase> targets, bool isRepeated) in Steps(visit.Method, visit.AllocatesNothing))
        {
            bool isInLoop = visit.IsInLoop || isRepeated;
            if (breach is not null)
                _sites.Add(new Site(visit.Method, breach, isInLoop));
            foreach (MethodBase target in targets)
            {
                if (isFirst)
                    _calls.Add((visit.Method, target));
                Follow(visit, target, isInLoop);
            }
        }
    }

    /// <summary>What the instructions of a method do that are not on the way to a failure, as far as it matters.</summary>
    private static Step[] Steps(MethodBase method, bool allocatesNothing) => Read.GetOrAdd((method, allocatesNothing), static key =>
    {
        var code = MethodCode.Of(key.Method);
        var steps = new List<Step>();
        for (int index = 0; index < code.Instructions.Count; index++)
        {
            if (code.Flow.IsFailure(index))
                continue;
            var step = new Step(Rules.Breach(code, index, key.AllocatesNothing), [.. Targets(code, index)], code.Flow.IsInLoop(index));
            if (step.Breach is not null || step.Targets.Count > 0)
                steps.Add(step);
        }
        return [.. steps];
    });

    private void Follow(Visit visit, MethodBase target, bool isInLoop)
    {
        if (!IsOurs(target) || target.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            return;
        if (ColdMethods.Reasons.ContainsKey(Names.Of(target)))
        {
            Cold.Add(Names.Of(target));
            return;
        }
        Open(new Visit(target, visit.AllocatesNothing, isInLoop));
    }

    private void Open(Visit visit)
    {
        if (_seen.Add(visit))
            _open.Enqueue(visit);
    }

    /// <summary>
    /// What an instruction calls, or another thread by it. A call that does not bind statically is a breach and not followed.
    /// </summary>
    private static IEnumerable<MethodBase> Targets(MethodCode code, int index)
    {
        Instruction instruction = code.Instructions[index];
        if (!instruction.HasMethod || (instruction.IsCall ? Binding.Find(code, index) : code.MethodAt(instruction)) is not { } target)
            return [];
        return instruction.Code == OpCodes.Newobj ? [target, .. Callbacks(target.DeclaringType!)] : [target];
    }

    /// <summary>What .NET's thread pool calls of an object that was queued there.</summary>
    private static IEnumerable<MethodBase> Callbacks(Type made) =>
        made.IsAssignableTo(typeof(IThreadPoolWorkItem)) ? made.GetInterfaceMap(typeof(IThreadPoolWorkItem)).TargetMethods : [];

    /// <summary>A breach.</summary>
    internal readonly record struct Site(MethodBase Method, string Breach, bool IsInLoop)
    {
        public override string ToString() => $"{Names.Of(Method)}: {Breach}{(IsInLoop ? " (in a loop)" : "")}";
    }

    private readonly record struct Step(string? Breach, IReadOnlyList<MethodBase> Targets, bool IsRepeated);

    private readonly record struct Visit(MethodBase Method, bool AllocatesNothing, bool IsInLoop);
}
