import "./iterations.test";
import "./jsonproblem.test";
import "./jsonvalue.test";
import "./trace.test";
