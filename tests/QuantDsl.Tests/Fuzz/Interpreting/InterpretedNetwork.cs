using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// A generated network on the CPU that is interpreted. It is meaner than a compiled one: units of a loop come in any order and on any
/// thread's memory, and all memory that a pass has not written yet is NaN.
/// </summary>
internal sealed unsafe class InterpretedNetwork : CpuNetwork
{
    private readonly CodeReader _reader;
    private readonly Random _random;
    private readonly IReadOnlyList<ParameterPlace> _parameters;
    private readonly Variables _fields = new();
    private readonly Dictionary<string, (string[] Parameters, CodeBlock Body)> _loops = [];
    private readonly Dictionary<string, CodeBlock> _passes = [];
    private readonly Dictionary<InvocationExpressionSyntax, Code[]> _arguments = [];
    private readonly Workspace _none = new(perSample: 0, inAll: 0, perThread: 0);

    /// <param name="memory">Memory of the model.</param>
    /// <param name="code">The class as it is generated.</param>
    /// <param name="reader">Reads its code.</param>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="random">Gives the order of units.</param>
    public InterpretedNetwork(
        NetworkMemory memory, ClassDeclarationSyntax code, CodeReader reader, IReadOnlyList<ParameterPlace> parameters, Random random)
        : base(memory, Sizes(code, reader))
    {
        (_reader, _parameters, _random) = (reader, parameters, random);
        foreach (MethodDeclarationSyntax run in code.Members.OfType<StructDeclarationSyntax>()
            .SelectMany(type => type.Members.OfType<MethodDeclarationSyntax>()))
        {
            string[] names = [.. run.ParameterList.Parameters.Select(parameter => parameter.Identifier.Text)];
            _loops.Add(((StructDeclarationSyntax)run.Parent!).Identifier.Text, (names, new CodeBlock(reader, run.Body!.Statements)));
        }
        IEnumerable<MethodDeclarationSyntax> passes = code.Members.OfType<MethodDeclarationSyntax>();
        foreach (MethodDeclarationSyntax pass in passes.Where(pass => pass.Identifier.Text != "Dispose"))
            _passes.Add(pass.Identifier.Text, new CodeBlock(reader, pass.Body!.Statements, ForEach));
        Construct(memory, code);
    }

    protected override void PackWeights() => _passes["PackWeights"].Run(With(_none));

    protected override void Forward(Workspace w)
    {
        Fill(w.OfSamples(0), Plan.TrainingPerSample * w.Capacity);
        Fill(w.At(0), Plan.TrainingInAll);
        _passes["Forward"].Run(With(w));
    }

    protected override void Backward(Workspace w)
    {
        foreach (ParameterPlace parameter in _parameters)
            Fill(w.Gradients + parameter.Offset, parameter.Count);
        _passes["Backward"].Run(With(w));
    }

    protected override void WriteWeightGradients(Workspace w) => RunIfThere("WriteWeightGradients", w);

    protected override void UpdateWeights(Workspace w) => RunIfThere("UpdateWeights", w);

    protected override void Infer(Workspace w)
    {
        Fill(w.OfSamples(0), Plan.PredictionPerSample * w.Capacity);
        Fill(w.At(0), Plan.PredictionInAll);
        _passes["Infer"].Run(With(w));
    }

    protected override void Dispose(bool isDisposing)
    {
        foreach (IDisposable layer in _fields.Values.OfType<IDisposable>())
            layer.Dispose();
        _none.Dispose();
    }

    private void RunIfThere(string pass, Workspace w)
    {
        if (_passes.TryGetValue(pass, out CodeBlock? block))
            block.Run(With(w));
    }

    private static NetworkPlan Sizes(ClassDeclarationSyntax code, CodeReader reader)
    {
        ConstructorDeclarationSyntax constructor = code.Members.OfType<ConstructorDeclarationSyntax>().Single();
        return (NetworkPlan)reader.Read(constructor.Initializer!.ArgumentList.Arguments[1].Expression)(new Variables())!;
    }

    private static void Fill(float* memory, long length) => new Span<float>(memory, checked((int)length)).Fill(float.NaN);

    private void Construct(NetworkMemory memory, ClassDeclarationSyntax code)
    {
        var variables = new Variables { ["memory"] = memory };
        var types = code.Members.OfType<FieldDeclarationSyntax>()
            .ToDictionary(field => field.Declaration.Variables.Single().Identifier.Text, field => _reader.Read(field.Declaration.Type));
        foreach (StatementSyntax statement in code.Members.OfType<ConstructorDeclarationSyntax>().Single().Body!.Statements)
        {
            var assignment = (AssignmentExpressionSyntax)((ExpressionStatementSyntax)statement).Expression;
            string name = ((IdentifierNameSyntax)assignment.Left).Identifier.Text;
            _fields[name] = _reader.Read(assignment.Right, types[name])(variables);
        }
    }

    /// <summary>The variables of a pass: those of the class, and its memory.</summary>
    private Variables With(Workspace w)
    {
        var variables = new Variables { ["w"] = w };
        foreach ((string name, object? value) in _fields)
            variables[name] = value;
        return variables;
    }

    private void ForEach(InvocationExpressionSyntax loop, Variables variables)
    {
        if (!_arguments.TryGetValue(loop, out Code[]? arguments))
            _arguments[loop] = arguments = [.. loop.ArgumentList.Arguments.Select(argument => _reader.Read(argument.Expression))];
        var type = (GenericNameSyntax)loop.Expression;
        (string[] names, CodeBlock body) = _loops[((IdentifierNameSyntax)type.TypeArgumentList.Arguments[0]).Identifier.Text];
        var w = (Workspace)variables["w"]!;
        int[] units = [.. Enumerable.Range(0, (int)arguments[^1](variables)!)];
        _random.Shuffle(units);
        int local = w == _none ? 0 : LocalOf(w);
        foreach (int unit in units)
        {
            int thread = _random.Next(w.Threads);
            Fill(w.Of(thread, 0), local);
            body.Run(new Variables { [names[0]] = _fields, [names[1]] = w, [names[2]] = unit, [names[3]] = thread });
        }
    }

    /// <summary>Memory that a thread has in this pass; a prediction's has no gradients to write.</summary>
    private int LocalOf(Workspace w) => w.Logits == null ? Plan.TrainingThread : Plan.PredictionThread;
}
