using System.Reflection;
using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>Which instructions of a method can only end in an exception, and which are in a loop.</summary>
internal sealed class ControlFlow
{
    private readonly MethodCode _code;
    private readonly bool[] _returns;
    private readonly bool[] _isFailure;
    private readonly bool[] _isInLoop;

    public ControlFlow(MethodCode code)
    {
        _code = code;
        _returns = new bool[code.Instructions.Count];
        var indices = code.Instructions.Select((instruction, index) => (instruction.Offset, index)).ToDictionary();
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int index = _returns.Length - 1; index >= 0; index--)
            {
                if (_returns[index] || !Returns(index, indices))
                    continue;
                _returns[index] = isChanged = true;
            }
        }
        _isFailure = [.. Enumerable.Range(0, _returns.Length).Select(index =>
            !_returns[index] || Handlers.Any(handler => IsWithin(index, handler.HandlerOffset, handler.HandlerLength)))];
        _isInLoop = new bool[_returns.Length];
        for (int branch = 0; branch < _returns.Length; branch++)
        {
            foreach (int target in code.Instructions[branch].Targets.Select(target => indices[target]).Where(target => target <= branch))
                Array.Fill(_isInLoop, true, target, branch - target + 1);
        }
    }

    /// <summary>
    /// Whether the instruction belongs to a failure: it is on the way to a throw that no return can be reached from, such as the words of a
    /// message, or in a handler of exceptions.
    /// </summary>
    public bool IsFailure(int index) => _isFailure[index];

    /// <summary>Whether the instruction may run many times: the C# compiler lays a loop out in one piece up to a branch back.</summary>
    public bool IsInLoop(int index) => _isInLoop[index];

    private IEnumerable<ExceptionHandlingClause> Handlers =>
        _code.Body.ExceptionHandlingClauses.Where(clause =>
            clause.Flags is ExceptionHandlingClauseOptions.Clause or ExceptionHandlingClauseOptions.Filter);

    private bool Returns(int index, Dictionary<int, int> indices)
    {
        Instruction instruction = _code.Instructions[index];
        if (instruction.Code.FlowControl == FlowControl.Return) // also the end of a finally block
            return true;
        bool isCaught = instruction.Code.FlowControl == FlowControl.Throw
            && Handlers.Any(handler => IsWithin(index, handler.TryOffset, handler.TryLength) && _returns[indices[handler.HandlerOffset]]);
        return isCaught || instruction.Targets.Any(target => _returns[indices[target]]) || (!instruction.IsLast && _returns[index + 1]);
    }

    private bool IsWithin(int index, int start, int length)
    {
        int offset = _code.Instructions[index].Offset;
        return offset >= start && offset < start + length;
    }
}
